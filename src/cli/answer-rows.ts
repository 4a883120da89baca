import { once } from '../base/once.ts'
import { oneByOne } from '../base/one-by-one.ts'
import type { Config } from '../server/setup/config.ts'
import type { Services } from '../server/setup/services.ts'
import { collectReply } from '../server/turns/collect-reply.ts'
import { createTurnService, type TurnService } from '../server/turns/turn-service.ts'
import { AppError, isAppError } from '../spec/errors.ts'
import type { Reply, ReplyRequest } from '../spec/reply.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { createLate } from '../server/setup/late.ts'
import { stderrLog } from './stderr-log.ts'
import type { Admission } from '../server/admission/admission.ts'

export type RowAnswerer = {
  reply(request: ReplyRequest): Promise<Reply>
  close(): Promise<void>
}

/**
 * Answers as the service does. The store is opened for the first row that is to be kept (one with
 * `text`); where a running service holds it, such a row is answered without being kept, unless it goes
 * on with a stored dialogue.
 */
export const answerRows = (
  services: Services,
  config: Pick<Config, 'data'>,
  signal: AbortSignal,
): RowAnswerer => {
  let opening: Promise<Store> | undefined
  const openOnce = once(() => (opening = openStore({ dataDir: config.data })))
  const turnsWith = (store: Store): TurnService =>
    createTurnService({
      agent: services.agent,
      rules: services.rules,
      store,
      isReady: () => true,
      admission: openDoor,
      readerGraceMs: 0,
      report: (error) => stderrLog.error(String(error)),
    })
  const unkept = turnsWith(createLate<Store>('store').object)
  const kept = once(async () => turnsWith(await openOnce()))
  const inDialogue = oneByOneEach()
  const warnUnkept = once(async () => {
    stderrLog.warn(`${config.data} is in use by another process: dialogues are not kept.`)
  })

  const answer = async (turns: TurnService, request: ReplyRequest): Promise<Reply> => {
    const turn = await turns.start({ request, caller: 'command line' })
    return collectReply(turn.frames({ signal }))
  }
  return {
    reply: async (request) => {
      const { text, dialogueId, ...rest } = request
      if (text === undefined) return answer(unkept, request)
      if (dialogueId !== undefined) {
        return inDialogue(dialogueId, async () => answer(await kept().catch(explain), request))
      }
      const turns = await kept().catch((error: unknown) => {
        if (!isAppError(error, 'DATA_IN_USE')) throw error
        return undefined
      })
      if (turns !== undefined) return answer(turns, request)
      await warnUnkept()
      return answer(unkept, { ...rest, dialogue: [{ participant: 'user', text }] })
    },
    close: async () => {
      await opening?.then((store) => store.close(), nothing)
    },
  }
}

const nothing = (): void => undefined

const explain = (error: unknown): never => {
  if (!isAppError(error, 'DATA_IN_USE')) throw error
  const message = `${error.message} A stored dialogue goes on through POST /reply of that service.`
  throw new AppError('DATA_IN_USE', message, { cause: error })
}

/** Work with the same key runs one after the other, in the order in which it came. */
const oneByOneEach = (): (<Value>(key: string, work: () => Promise<Value>) => Promise<Value>) => {
  const queues = new Map<string, ReturnType<typeof oneByOne>>()
  return (key, work) => {
    const queue = queues.get(key) ?? oneByOne()
    queues.set(key, queue)
    return queue(work)
  }
}

/** For a process that has one caller, who knows how much to ask for at once. */
const openDoor: Pick<Admission, 'queue'> = {
  queue: () => ({ seated: Promise.resolve(), leave: () => undefined }),
}
