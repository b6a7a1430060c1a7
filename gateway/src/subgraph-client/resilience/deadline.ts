// The time that a request has left, as it travels: each part that asks another tells it how long it will wait.

/** Whole milliseconds that the sender waits for the answer, from its sending on: the clocks of two machines need not agree. */
export const deadlineHeader = 'x-deadline-ms';
