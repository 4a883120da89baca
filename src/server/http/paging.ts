import { z } from 'zod'

/** `?limit=20&offset=0` */
export const pagingSchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  offset: z.coerce.number().int().min(0).max(1_000_000_000).default(0),
})

export const idParamsSchema = z.object({ id: z.string() })
