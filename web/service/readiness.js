/** Whether the service can answer yet: asked often until it can and its documents are indexed. */
import { say } from '../ground/say.js'
import { api } from './api.js'

/** @import { HealthReport } from './api.js' */

/**
 * @typedef {{ readonly kind: 'asking' | 'gone' } | { readonly kind: 'loading' | 'ready' | 'failed', readonly health: HealthReport }} Readiness
 */

const BUSY_MS = 1_500
const IDLE_MS = 30_000

/** @param {(readiness: Readiness) => void} onChange */
export const watchReadiness = (onChange) => {
  let timer = 0
  const look = async () => {
    clearTimeout(timer)
    const readiness = await ask()
    onChange(readiness)
    const isSettled = readiness.kind === 'ready' && !isIndexing(readiness.health)
    timer = setTimeout(look, isSettled ? IDLE_MS : BUSY_MS)
  }
  void look()
  return { look }
}

/** @returns {Promise<Readiness>} */
const ask = async () => {
  try {
    const health = await api.health()
    const kind =
      { ok: 'ready', degraded: 'failed', starting: 'loading' }[health.status] ?? 'loading'
    return { kind: /** @type {'ready' | 'failed' | 'loading'} */ (kind), health }
  } catch {
    return { kind: 'gone' }
  }
}

/** @param {HealthReport} health */
export const isIndexing = ({ indexing }) => indexing !== undefined && indexing.done < indexing.total

/**
 * In a few words, for the top of the page.
 * @param {Readiness} readiness
 */
export const describeReadiness = (readiness) => {
  switch (readiness.kind) {
    case 'asking':
      return say('state.connecting')
    case 'gone':
      return say('state.gone')
    case 'failed':
      return say('state.failed')
    case 'loading':
      return describeLoading(readiness.health)
    default: {
      const { indexing, documents = 0 } = readiness.health
      if (indexing && isIndexing(readiness.health)) return say('state.indexing', indexing)
      return say('state.ready', { count: documents })
    }
  }
}

/**
 * What a start is waiting for.
 * @param {HealthReport} health
 */
export const describeLoading = ({ models, store }) => {
  const ready = models.filter(({ status }) => status === 'ready').length
  if (ready < models.length) return say('state.loading', { ready, all: models.length })
  return store?.status === 'opening' ? say('state.store') : say('state.starting')
}
