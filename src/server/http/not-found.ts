import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../../spec/errors.ts'

/** Remembers the paths that are registered after it; its answer to all others is NOT_FOUND or METHOD_NOT_ALLOWED. */
export const watchPaths = (app: FastifyInstance) => {
  const methods = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    if (url.endsWith('*')) return
    const known = methods.get(url) ?? new Set()
    for (const one of [method].flat()) known.add(one)
    methods.set(url, known)
  })
  return (request: FastifyRequest, reply: FastifyReply): never => {
    const path = request.url.split('?', 1)[0] ?? ''
    const allowed = [...methods].filter(([pattern]) => matches(pattern, path))
    if (allowed.length === 0) {
      throw new AppError('NOT_FOUND', `There is nothing at ${request.method} ${path}.`)
    }
    const names = [...new Set(allowed.flatMap(([, known]) => [...known]))].join(', ')
    reply.header('allow', names)
    throw new AppError('METHOD_NOT_ALLOWED', `${path} answers to ${names} only.`)
  }
}

const matches = (pattern: string, path: string): boolean => {
  const wanted = pattern.split('/')
  const parts = path.split('/')
  return (
    wanted.length === parts.length &&
    wanted.every((part, i) => part === parts[i] || (part.startsWith(':') && parts[i] !== ''))
  )
}
