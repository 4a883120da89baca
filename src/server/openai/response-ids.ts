export const responseIdOf = (turnId: string): string => `resp_${turnId}`
export const messageIdOf = (turnId: string): string => `msg_${turnId}`

/** The turn that a response's or a message's id names. */
export const turnIdIn = (id: string): string => id.replace(/^(?:resp|msg)_/, '')
