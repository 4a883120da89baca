/** A question on Fastify or undici, the page that answers it, and what the answering passage says. */
export type DemoQuestion = { readonly text: string; readonly page: RegExp; readonly says: RegExp }

const ask = (text: string, page: RegExp, says: RegExp): DemoQuestion => ({ text, page, says })

const fastify = (name: string): RegExp =>
  new RegExp(`fastify/docs/(?:Reference|Guides)/(?:${name})\\.md$`, 'u')
const undici = (name: string): RegExp =>
  new RegExp(`undici/docs/docs/(?:api|best-practices)/(?:${name})\\.md$`, 'u')

export const DEMO_QUESTIONS: readonly DemoQuestion[] = [
  ask(
    'How do I set a body size limit in Fastify?',
    fastify('Server|Routes|ContentTypeParser'),
    /bodyLimit/u,
  ),
  ask('What is the default body limit of Fastify?', fastify('Server'), /1048576|1MiB/u),
  ask('How can I change the handler for unknown routes?', fastify('Server'), /setNotFoundHandler/u),
  ask(
    'Which option makes Fastify trust the X-Forwarded-For header?',
    fastify('Server|Request'),
    /trust ?Proxy/iu,
  ),
  ask(
    'How long may a client take to send the whole request?',
    fastify('Server'),
    /requestTimeout/u,
  ),
  ask(
    'What is the maximum length of a route parameter?',
    fastify('Server|Routes'),
    /maxParamLength|100 characters/u,
  ),
  ask('In which order are the hooks of a request run?', fastify('Lifecycle|Hooks'), /onRequest/u),
  ask(
    'Can I change the payload before it is sent to the client?',
    fastify('Hooks'),
    /onSend|preSerialization/u,
  ),
  ask('What happens if I call reply.hijack?', fastify('Reply'), /hijack/u),
  ask('How do I redirect a client to another URL?', fastify('Reply'), /redirect/u),
  ask('How do I test routes without starting the server?', fastify('Testing'), /inject/u),
  ask('What logger does Fastify use?', fastify('Logging|Server|TypeScript'), /pino/iu),
  ask(
    'How do I hide secrets such as the authorization header in the logs?',
    fastify('Logging'),
    /redact/u,
  ),
  ask(
    'Which version of JSON schema is used to validate a body?',
    fastify('Validation-and-Serialization'),
    /ajv|draft/iu,
  ),
  ask(
    'Why should I use fastify-plugin?',
    fastify('Plugins|Plugins-Guide|Encapsulation'),
    /fastify-plugin/u,
  ),
  ask(
    'How do I add a property to every request object?',
    fastify('Decorators'),
    /decorateRequest/u,
  ),
  ask('Does Fastify support HTTP/2?', fastify('HTTP2|Server'), /http2/iu),
  ask(
    'How do I parse a content type that Fastify does not know?',
    fastify('ContentTypeParser'),
    /addContentTypeParser/u,
  ),
  ask(
    'What does the error FST_ERR_CTP_INVALID_MEDIA_TYPE mean?',
    fastify('Errors'),
    /FST_ERR_CTP_INVALID_MEDIA_TYPE/u,
  ),
  ask(
    'What is prototype poisoning?',
    fastify('Prototype-Poisoning|Server'),
    /__proto__|poisoning/iu,
  ),
  ask('How can I run Fastify on AWS Lambda?', fastify('Serverless'), /lambda/iu),
  ask(
    'How do I notice that a client has aborted its request?',
    fastify('Detecting-When-Clients-Abort|Hooks'),
    /aborted|close/u,
  ),
  ask('What does MockAgent do in undici?', undici('MockAgent|mocking-request'), /MockAgent/u),
  ask(
    'How many requests can be pipelined on one connection?',
    undici('Client|Pool|api-lifecycle'),
    /pipelining/u,
  ),
  ask(
    'How do I send requests through a proxy with undici?',
    undici('ProxyAgent|proxy'),
    /ProxyAgent/u,
  ),
  ask(
    'Which environment variables does EnvHttpProxyAgent read?',
    undici('EnvHttpProxyAgent'),
    /HTTP_PROXY|http_proxy/u,
  ),
  ask(
    'How often does RetryHandler try again by default?',
    undici('RetryHandler|RetryAgent'),
    /maxRetries/u,
  ),
  ask('Which error is thrown when a body takes too long?', undici('Errors'), /BodyTimeoutError/u),
  ask(
    'How do I use a client certificate with undici?',
    undici('client-certificate'),
    /certificate/iu,
  ),
  ask(
    'How do I read the cookies of a response in undici?',
    undici('Cookies'),
    /getSetCookies|getCookies/u,
  ),
]
