/** The turn that is being answered: sends it, waits where it is refused for now, resumes it where it was lost. */
import { pendingTurn } from './pending-turn.js'
import { applyFrame, isOver, startTurn } from './turn-state.js'
import { userTurnFrame } from './user-turn-frame.js'

/** @import { TurnState } from './turn-state.js' */
/** @import { AskOptions } from './user-turn-frame.js' */

/**
 * @typedef {object} RunningOptions
 * @property {TurnState} turn
 * @property {string | undefined} dialogueId undefined until the service has named a new one
 * @property {number} lastSeq of the dialogue's frames that were seen
 * @property {string} [epoch] of the dialogue, where it is known
 * @property {AskOptions} [own] where this tab has asked, and so may ask again
 * @property {boolean} [wasLost] whether it had been sent before the page was loaded
 * @property {(frame: object) => boolean} send false where there is no connection
 * @property {(running: RunningTurn) => void} onChange
 * @property {(running: RunningTurn) => void} onFramesLost what the service has is not what was seen
 */

// Sends of one turn that may be refused or lost before it is given up.
const MAX_ATTEMPTS = 8

export class RunningTurn {
  #options
  #attempts
  #isSent = false
  #isStopped = false
  #epoch
  #retry = 0

  /** @param {RunningOptions} options */
  constructor(options) {
    this.#options = options
    this.#attempts = options.wasLost === true ? 1 : 0
    this.turn = options.turn
    this.dialogueId = options.dialogueId
    this.lastSeq = options.lastSeq
    this.#epoch = options.epoch
  }

  get isOwn() {
    return this.#options.own !== undefined
  }

  /** At first, and whenever the socket has been opened anew. */
  begin() {
    if (this.turn.error !== undefined) return
    if (this.turn.turnId === undefined) this.#sendTurn()
    else {
      this.#attempts += 1
      const { dialogueId, lastSeq } = this
      const epoch = this.#epoch
      this.#options.send({ type: 'resume', dialogueId, lastSeq, ...(epoch && { epoch }) })
    }
  }

  stop() {
    this.#isStopped = true
    const { turnId, clientTurnId, phase } = this.turn
    if (turnId !== undefined) this.#options.send({ type: 'stop', turnId })
    else if (phase === 'sent') {
      if (this.#isSent) this.#options.send({ type: 'stop', clientTurnId })
      this.#fail('ABORTED', 'The turn was stopped.')
    }
  }

  leave() {
    clearTimeout(this.#retry)
    if (this.#options.own) pendingTurn.clear()
  }

  /** @param {any} frame of the socket, whatever it is about */
  onFrame(frame) {
    if (frame.seq !== undefined) this.#onTurnFrame(frame)
    else if (frame.type === 'resume') {
      if (frame.dialogueId === this.dialogueId) this.#options.onFramesLost(this)
    } else if (frame.type === 'retry-after') this.#waitAndSend('OVERLOADED', frame.retryAfter)
    else if (frame.type === 'error' && this.#isAbout(frame)) this.#onRefusal(frame)
  }

  /** @param {any} frame */
  #onTurnFrame(frame) {
    const { turnId, clientTurnId } = this.turn
    const isStart = frame.type === 'turn-start' && frame.clientTurnId === clientTurnId
    // An error may be all that there is of a turn.
    const isFirst = isStart || (frame.type === 'error' && turnId === undefined)
    if (isFirst) this.dialogueId ??= frame.dialogueId
    // A frame that the service could not keep leaves its number to the first one of the next turn.
    const isSeen = frame.seq <= this.lastSeq && !(isStart && frame.turnId !== turnId)
    if (frame.dialogueId !== this.dialogueId || isSeen) return
    this.lastSeq = frame.seq
    if (isStart) this.#epoch = frame.epoch
    if (!isFirst && frame.turnId !== turnId) return
    if (this.#wasDropped(frame)) {
      this.turn = startTurn(this.turn.text, clientTurnId)
      this.#sendTurn()
      return
    }
    this.#set(applyFrame(this.turn, frame))
    if (isStart && this.#isStopped) this.stop()
  }

  /**
   * It was ended since nobody listened for a moment: whoever asked asks again.
   * @param {any} frame
   */
  #wasDropped(frame) {
    const isLost = frame.type === 'error' && frame.code === 'ABORTED' && !this.#isStopped
    const mayRetry = this.#attempts > 0 && this.#attempts < MAX_ATTEMPTS
    return isLost && mayRetry && this.#options.own !== undefined
  }

  /** @param {{ code: string, message: string, details?: any }} error */
  #onRefusal({ code, message, details }) {
    if (code === 'NOT_READY') this.#waitAndSend(code, 2)
    else if (code === 'RATE_LIMITED') this.#waitAndSend(code, details?.retryAfter ?? 5)
    else this.#fail(code, message)
  }

  #sendTurn() {
    const frame = userTurnFrame(this.turn, this.dialogueId, this.#options.own)
    this.#set(this.turn)
    if (this.#isSent) this.#attempts += 1
    this.#isSent = this.#options.send(frame) || this.#isSent
  }

  /**
   * @param {string} code
   * @param {number} seconds
   */
  #waitAndSend(code, seconds) {
    // Models may take long to load; a crowd may stay.
    if (code === 'NOT_READY') this.#attempts = 0
    if (this.#attempts >= MAX_ATTEMPTS) {
      this.#fail(code, 'It was asked several times.')
      return
    }
    clearTimeout(this.#retry)
    this.#set({ ...this.turn, error: { code, message: '', retryAfter: seconds } })
    this.#retry = setTimeout(() => {
      this.turn = startTurn(this.turn.text, this.turn.clientTurnId)
      this.#sendTurn()
    }, seconds * 1000)
  }

  /**
   * @param {string} code
   * @param {string} message
   */
  #fail(code, message) {
    this.#set({ ...this.turn, phase: 'failed', error: { code, message } })
  }

  /** @param {TurnState} turn */
  #set(turn) {
    this.turn = turn
    const { text, clientTurnId } = turn
    const { own: options } = this.#options
    if (isOver(turn)) this.leave()
    else if (options) pendingTurn.set({ text, clientTurnId, dialogueId: this.dialogueId, options })
    this.#options.onChange(this)
  }

  /** @param {{ clientTurnId?: string, dialogueId?: string }} error */
  #isAbout({ clientTurnId, dialogueId }) {
    return clientTurnId === undefined
      ? dialogueId === undefined || dialogueId === this.dialogueId
      : clientTurnId === this.turn.clientTurnId
  }
}
