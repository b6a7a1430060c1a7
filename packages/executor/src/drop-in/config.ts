// The one thing that the drop-in takes from the environment, as the fetcher of @apollo/gateway does.

const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'PROXY', 'proxy'];

/** Whether requests are to go through a proxy, which is left to the data source's own fetcher. */
export const usesProxy = (): boolean => names.some((name) => process.env[name] !== undefined);
