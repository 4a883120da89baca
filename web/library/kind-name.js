/** What a reply is, in words. */
import { say } from '../ground/say.js'

/** @param {Pick<import('../../src/spec/reply.ts').Reply, 'kind'>} reply */
export const kindName = ({ kind }) => say(`kind.${kind}`)
