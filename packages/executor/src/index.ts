// Executes Apollo query plans, fast: as a drop-in for @apollo/gateway and directly.
export {};
