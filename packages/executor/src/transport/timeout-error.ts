// Time that is over, by the name that the platform gives it.

export const timeoutError = (message: string): Error => Object.assign(new Error(message), { name: 'TimeoutError' });
