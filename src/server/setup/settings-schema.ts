import { delimiter, join, resolve } from 'node:path'
import { z } from 'zod'
import { HELP_BY_COUNTRY, type CrisisCountry } from '../../agent/crisis/lines.ts'
import { MIN_KEY_LENGTH } from '../access/api-key.ts'
import type { Tenant } from '../access/tenant.ts'
import { packageRoot } from './package-root.ts'

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: values.join(', ') })
const wholeNumber = (low: number, high: number) => {
  const error = `a whole number from ${low} to ${high}`
  return z.coerce.number({ error }).int({ error }).min(low, { error }).max(high, { error })
}
const probability = z.coerce
  .number({ error: 'a number from 0 to 1' })
  .min(0, { error: 'a number from 0 to 1' })
  .max(1, { error: 'a number from 0 to 1' })
const path = z.string().transform((value) => resolve(value))
const list = (separator: string) =>
  z.string().transform((text) =>
    text
      .split(separator)
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  )
const yesOrNo = oneOf(['no', 'yes'])
const countries = Object.keys(HELP_BY_COUNTRY) as [CrisisCountry, ...CrisisCountry[]]
const httpUrl = (error: string) => z.url({ protocol: /^https?$/, error })
const wiki = 'auto, off, or the URL of an api.php'
const isOrigin = (origin: string): boolean =>
  origin === '*' || (URL.canParse(origin) && new URL(origin).origin === origin)

// A name, all names below one, or any; ports don't matter.
const HOST_NAME = /^(?:\*|\.?[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*)$/u

const TENANT = /^[a-z0-9]+(?:-[a-z0-9]+)*=.{8,}$/u
const readTenant = (text: string): Tenant => {
  const at = text.indexOf('=')
  return { ruleSet: text.slice(0, at), key: text.slice(at + 1) }
}

/** Every setting: the field's name is the flag's, its description the help, its default the default. */
export const configSchema = z.object({
  host: z.string().default('127.0.0.1').describe('Address to listen on'),
  port: wholeNumber(0, 65_535).default(8080).describe('Port to listen on; 0 takes any free one'),
  data: path.default(resolve('data')).describe('Folder of dialogues, index and page snapshots'),
  models: path.default(join(packageRoot, 'models')).describe('Folder of the models'),
  rules: path.optional().describe('Folder of your own rules (default: rules in the data folder)'),
  web: path.default(join(packageRoot, 'dist', 'web')).describe('Folder of the chat page'),
  device: oneOf(['auto', 'cpu', 'cuda']).default('auto').describe('Where the models run'),
  rewardSize: oneOf(['auto', 'small', 'large'])
    .default('auto')
    .describe('Reward model; auto is large where CUDA runs, else small'),
  threads: wholeNumber(0, 256).default(0).describe('Threads a model; 0 is one for each core'),
  languageModelUrl: httpUrl('an http or https URL, which mostly ends in /v1')
    .optional()
    .describe("Server of OpenAI's protocol that writes in place of the embedded language model"),
  languageModelName: z.string().optional().describe('Its model (default: the first that it lists)'),
  languageModelKey: z.string().optional().describe('Key that it wants'),
  languageModelContext: wholeNumber(0, 10_000_000)
    .default(0)
    .describe('Tokens that it holds; 0 is what it says, or 4096'),
  languageModelReply: wholeNumber(16, 8_192)
    .default(192)
    .describe('Tokens of one of its replies, at most'),
  languageModelFirst: yesOrNo
    .default('yes')
    .describe('Whether what it writes comes before quotes where both may be claimed'),
  languageModelThoughts: wholeNumber(0, 100_000)
    .default(1_024)
    .describe('Tokens beside them for a model that thinks before it replies'),
  languageModelSilence: wholeNumber(1, 3_600)
    .default(30)
    .describe('Seconds that it may be silent, before and within an answer'),
  languageModelPrompt: path
    .optional()
    .describe('File that says who replies and how, in place of our own words for it'),
  candidates: wholeNumber(1, 16).default(8).describe('Replies sampled for a turn'),
  search: oneOf(['auto', 'always', 'never'])
    .default('auto')
    .describe('Whether a turn is searched that does not say so; auto is all but plain talk'),
  abstainBelow: probability.default(0.35).describe('Support below which nothing is claimed'),
  crisisCountry: z
    .string()
    .toUpperCase()
    .pipe(oneOf(countries))
    .optional()
    .describe('Country whose emergency number and crisis line are named to who is in danger'),
  crisisLines: z
    .string()
    .max(300, { error: 'at most 300 characters' })
    .optional()
    .describe("Words that name whom to call, in place of the country's crisis line"),
  documents: list(delimiter)
    .default([])
    .describe(
      `Files and folders to index at start, joined by "${delimiter}"; none: the demo corpus`,
    ),
  wikipedia: z
    .union([z.enum(['auto', 'off']), httpUrl(wiki)], { error: wiki })
    .default('auto')
    .describe('Search Wikipedia where it can be reached, never, or another MediaWiki'),
  searxng: httpUrl('the URL of a SearXNG server')
    .optional()
    .describe('SearXNG server to search the web with; its JSON format has to be on'),
  braveKey: z.string().optional().describe('Key of the Brave Search API, asked after SearXNG'),
  tavilyKey: z.string().optional().describe('Key of the Tavily API, asked after these'),
  opensearch: httpUrl('the URL of an index, such as https://user:password@host:9200/index')
    .optional()
    .describe('OpenSearch or Elasticsearch index to search, as https://user:password@host/index'),
  opensearchKey: z.string().optional().describe('Its API key, in place of user and password'),
  allowDomains: list(',')
    .default([])
    .describe('Domains that pages may be fetched from, joined by commas; none: any'),
  denyDomains: list(',').default([]).describe('Domains that no page is fetched from'),
  origins: list(',')
    .refine((origins) => origins.every(isOrigin), {
      error: 'origins like https://example.org, joined by commas, or *',
    })
    .default([])
    .describe('Web pages elsewhere that may call the service, joined by commas'),
  hosts: list(',')
    .refine((names) => names.every((name) => HOST_NAME.test(name)), {
      error: 'names like dunnock.lan, .example.org for all below it, joined by commas, or *',
    })
    .default([])
    .describe('Names that it may be called by, beside localhost, IP addresses and its own'),
  apiKey: z
    .string()
    .min(MIN_KEY_LENGTH, { error: `at least ${MIN_KEY_LENGTH} characters` })
    .optional()
    .describe('Key that callers must send as a bearer token'),
  apiKeyFile: path
    .optional()
    .describe('File with that key, in its place; where it is missing, it is made, with a new key'),
  openToAll: yesOrNo
    .default('no')
    .describe('Serve other machines without a key: whoever reaches it may read and delete all'),
  tenants: list(',')
    .refine((tenants) => tenants.every((one) => TENANT.test(one)), {
      error:
        'rule sets with the keys of their tenants, like shop=key-of-the-shop, joined by commas',
    })
    .transform((tenants) => tenants.map(readTenant))
    .default([])
    .describe('Keys of tenants, each with the rule set of its turns: SET=KEY, joined by commas'),
  rateLimit: wholeNumber(0, 1_000_000).default(600).describe('Calls a minute and address; 0: any'),
  maxTurns: wholeNumber(1, 1_000).default(8).describe('Turns answered at once'),
  maxTurnsEach: wholeNumber(0, 1_000)
    .default(0)
    .describe('Those of one caller (a key, else an address); 0 is half of all'),
  maxWaiting: wholeNumber(0, 100).default(4).describe('Turns of one caller that may wait'),
  deadline: wholeNumber(1, 3_600)
    .default(60)
    .describe('Seconds in which a turn has to be answered; one that would wait longer is refused'),
  grace: wholeNumber(0, 3_600)
    .default(30)
    .describe('Seconds that a turn goes on without its client, whose line dropped'),
  logLevel: oneOf(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'])
    .default('info')
    .describe('Least important log line that is written'),
})
