/** The dialogue that is open: its turns that are over, and the one that is being answered. */
import { api } from '../service/api.js'
import { newId } from '../ground/new-id.js'
import { pendingTurn } from './pending-turn.js'
import { turnsOfRecord } from './read-record.js'
import { RunningTurn } from './running-turn.js'
import { isOver, startTurn } from './turn-state.js'

// Turns that are read at a time, from the end: a long dialogue opens as fast as a short one.
export const PART = 30

/** @import { RunningOptions } from './running-turn.js' */
/** @import { TurnState } from './turn-state.js' */
/** @import { AskOptions } from './user-turn-frame.js' */

/**
 * @typedef {object} ConversationDeps
 * @property {(frame: object) => boolean} send
 * @property {() => void} onChange
 * @property {(id: string | undefined) => void} onDialogue
 * @property {() => void} onOwnTurn it has begun or ended: other tabs may want to know
 * @property {(turn: TurnState) => void} onTurnEnd
 * @property {(error: unknown) => void} onFailure
 */

export class Conversation {
  /** @type {string | undefined} */
  dialogueId
  /** @type {readonly TurnState[]} */
  #over = []
  /** @type {RunningTurn | undefined} */
  #running
  #lastSeq = 0
  /** Turns that are there before the first one shown. */
  earlier = 0
  /** Dialogues that were open before: their frames may still arrive. @type {Set<string>} */
  #left = new Set()
  /** @type {string | undefined} */
  #begun
  #deps

  /** @param {ConversationDeps} deps */
  constructor(deps) {
    this.#deps = deps
  }

  get turns() {
    return this.#running ? [...this.#over, this.#running.turn] : this.#over
  }

  /** Those that are not being answered. */
  get over() {
    return this.#over
  }

  get isRunning() {
    return this.#running !== undefined
  }

  /**
   * @param {string} text
   * @param {AskOptions} options
   */
  ask(text, options) {
    if (this.isRunning) return
    this.#run({ turn: startTurn(text, newId()), own: options })
  }

  stop() {
    this.#running?.stop()
  }

  /** A new dialogue; a turn of the old one goes on where it is, and is found there. */
  reset() {
    this.#show(undefined, [], 0)
  }

  /**
   * Shows a dialogue as the service has it, and follows its running turn. A turn that this tab had asked
   * and that was lost with the page is asked again. Throws ApiError.
   * @param {string} id
   */
  async open(id) {
    const record = await api.dialogue(id, PART)
    const pending = pendingTurn.get()
    const { turns, lost, isRunning } = turnsOfRecord(record, pending?.clientTurnId)
    const running = isRunning ? turns.at(-1) : undefined
    const own =
      running && running.clientTurnId === pending?.clientTurnId ? pending.options : undefined
    this.#show(id, running ? turns.slice(0, -1) : turns, running ? 0 : record.lastSeq)
    const { epoch } = record
    this.earlier = record.earlier
    if (running) this.#run({ turn: running, wasLost: true, epoch, ...(own && { own }) })
    else if (lost && pending) this.askAgain(pending)
  }

  /**
   * Shows other turns that are over, `earlier` of them before.
   * @param {readonly TurnState[]} turns
   * @param {number} earlier
   */
  setOver(turns, earlier) {
    this.#over = turns
    this.earlier = earlier
    this.#deps.onChange()
  }

  /**
   * Changes what is known of a turn that is over.
   * @param {string} clientTurnId
   * @param {Partial<TurnState>} known
   */
  amend(clientTurnId, known) {
    this.#over = this.#over.map((one) =>
      one.clientTurnId === clientTurnId ? { ...one, ...known } : one,
    )
    this.#deps.onChange()
  }

  onOpen() {
    this.#running?.begin()
  }

  /** @param {any} frame */
  onFrame(frame) {
    const isOfAnother = frame.dialogueId !== this.dialogueId && this.#left.has(frame.dialogueId)
    if (!isOfAnother) this.#running?.onFrame(frame)
  }

  /**
   * Shows what the service has now. What this tab has asked is asked again where it is not there.
   * @param {string} id
   */
  async #readAnew(id) {
    const pending = pendingTurn.get()
    await this.open(id)
    const isThere = this.turns.some(({ clientTurnId }) => clientTurnId === pending?.clientTurnId)
    if (pending && !isThere) this.askAgain(pending)
  }

  /** @param {{ text: string, clientTurnId: string, options: AskOptions }} pending */
  askAgain({ text, clientTurnId, options }) {
    this.#run({ turn: startTurn(text, clientTurnId), own: options, wasLost: true })
  }

  /** @param {Pick<RunningOptions, 'turn' | 'own' | 'wasLost' | 'epoch'>} options */
  #run(options) {
    const { dialogueId } = this
    const place = { dialogueId, lastSeq: this.#lastSeq, send: this.#deps.send }
    const running = new RunningTurn({
      ...options,
      ...place,
      onChange: (one) => this.#onChange(one),
      onFramesLost: ({ dialogueId: id }) => {
        if (id !== undefined) this.#readAnew(id).catch(this.#deps.onFailure)
      },
    })
    this.#running = running
    running.begin()
  }

  /** @param {RunningTurn} running */
  #onChange(running) {
    if (running !== this.#running) return
    const { turn, lastSeq, dialogueId } = running
    if (dialogueId !== this.dialogueId) {
      this.dialogueId = dialogueId
      this.#deps.onDialogue(dialogueId)
    }
    if (running.isOwn && turn.turnId !== this.#begun) {
      this.#begun = turn.turnId
      this.#deps.onOwnTurn()
    }
    if (isOver(turn)) {
      this.#over = [...this.#over, turn]
      this.#lastSeq = lastSeq
      this.#running = undefined
      this.#deps.onTurnEnd(turn)
      if (running.isOwn) this.#deps.onOwnTurn()
    }
    this.#deps.onChange()
  }

  /**
   * @param {string | undefined} id
   * @param {readonly TurnState[]} turns
   * @param {number} lastSeq
   */
  #show(id, turns, lastSeq) {
    this.#running?.leave()
    this.#running = undefined
    if (this.dialogueId !== undefined) this.#left.add(this.dialogueId)
    this.dialogueId = id
    this.#over = turns
    this.#lastSeq = lastSeq
    if (id === undefined) this.earlier = 0
    this.#deps.onDialogue(id)
    this.#deps.onChange()
  }
}
