import { openServedModel } from '../../inference/served/open-served-model.ts'
import type { ProbeOptions } from '../../probing/probe-rule.ts'
import { createRewrite, createWrittenJudge } from '../../server/probes/language-model-helpers.ts'

type Asked = {
  /** Addresses of servers of the OpenAI protocol. */
  readonly secondJudge: string | undefined
  readonly rewriter: string | undefined
  readonly signal: AbortSignal
}

type Helpers = {
  readonly parts: Pick<ProbeOptions, 'secondJudge' | 'rewrite'>
  close(): Promise<void>
}

/** Served models that help with probing: one that judges too, one that says attacks in other words. */
export const openHelpers = async ({ secondJudge, rewriter, signal }: Asked): Promise<Helpers> => {
  const open = (url: string | undefined) =>
    url === undefined ? undefined : openServedModel({ url, signal })
  const [judge, writer] = await Promise.all([open(secondJudge), open(rewriter)])
  return {
    parts: {
      ...(judge && { secondJudge: createWrittenJudge(judge) }),
      ...(writer && { rewrite: createRewrite(writer) }),
    },
    close: async () => {
      await Promise.all([judge?.close(), writer?.close()])
    },
  }
}
