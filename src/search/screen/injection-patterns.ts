/** A sign that a text speaks to the agent instead of its readers, and how much it tells, in log-odds. */
export type InjectionPattern = {
  readonly flag: AddressFlag
  readonly weight: number
  readonly pattern: RegExp
}

export type AddressFlag =
  | 'overrides-instructions'
  | 'addresses-agent'
  | 'changes-role'
  | 'chat-template'
  | 'fake-turn'
  | 'fake-citation'
  | 'keeps-secrets'
  | 'asks-for-prompt'
  | 'sends-data'
  | 'steers-answer'

const AGENT = String.raw`(?:ai|a\.i\.|llms?|language models?|chat ?bots?|gpt|chatgpt|copilot|claude|gemini|(?:ai|virtual|digital|helpful) (?:assistants?|agents?|systems?|models?)|assistants?|summari[sz]ers?|crawlers?)`
const ORDERS = String.raw`(?:instructions?|prompts?|directions?|directives?|guidelines?|rules?|commands?|orders?|context|messages?|conversation|training|constraints?)`
const EARLIER = String.raw`(?:all|any|every|the|your|my|our|these|those|of|previous|prior|above|preceding|earlier|existing|original|initial|other|former|system|safety|given|default)`

// Every text is folded first: lower case, lookalike letters plain, one kind of apostrophe.
export const INJECTION_PATTERNS: readonly InjectionPattern[] = [
  {
    flag: 'overrides-instructions',
    weight: 4,
    pattern: new RegExp(
      String.raw`\b(?:ignore|disregard|forget|override|bypass|overlook|discard|drop|neglect|do not (?:follow|obey)|stop following|pay no attention to)\b[\s,:]+(?:${EARLIER}\s+){1,5}${ORDERS}\b`,
      'u',
    ),
  },
  {
    flag: 'overrides-instructions',
    weight: 3,
    pattern: new RegExp(
      String.raw`\b(?:ignore|disregard|forget)\b\s+(?:everything|anything|all|whatever)\s+(?:above|before|that came before|you (?:were|have been|know|learned)|(?:\w+\s+){0,2}(?:told|said|written) (?:before|above|so far|previously))`,
      'u',
    ),
  },
  {
    flag: 'overrides-instructions',
    weight: 3,
    pattern: new RegExp(
      String.raw`\b(?:new|updated|real|actual|revised|important|urgent|secret|hidden) (?:system )?(?:instructions?|prompt|directive|task|objective)s?\s*(?:for (?:you|the ${AGENT})\s*)?:`,
      'u',
    ),
  },
  {
    flag: 'overrides-instructions',
    weight: 4,
    pattern:
      /\b(?:ignorier(?:e|en)|vergiss|missachte)\b.{0,30}\b(?:anweisungen|vorgaben|befehle|regeln)\b|\b(?:ignore[zr]?|oublie[zr]?)\b.{0,30}\b(?:instructions|consignes|directives)\b.{0,20}(?:précédentes|antérieures|ci-dessus)|\b(?:ignor[ae]|olvid[ae]|descart[ae])\b.{0,30}\b(?:instrucciones|indicaciones|instruções)\b|\b(?:ignora|dimentica)\b.{0,30}\bistruzioni\b|(?:игнорируй|забудь|проигнорируй)(?:те)?.{0,30}(?:инструкци|указани)|(?:忽略|无视|忘记|無視).{0,12}(?:指令|指示|说明|說明|提示)|(?:以前|これまで|上記)の?(?:すべての)?(?:指示|命令).{0,8}(?:無視|忘れ)/u,
  },
  {
    flag: 'addresses-agent',
    weight: 3.5,
    pattern: new RegExp(
      String.raw`\b(?:if|when|since|because|as) (?:you(?:'re| are)|this is (?:being )?(?:read|processed|parsed|summari[sz]ed) by) (?:an? |the |any |being )?(?:\w+ )?${AGENT}\b`,
      'u',
    ),
  },
  {
    flag: 'addresses-agent',
    weight: 3.5,
    pattern: new RegExp(
      String.raw`\b(?:note|notice|message|attention|instructions?|reminder|dear|hey|hello|memo|warning|addressed|directive)\b,?\s*(?:(?:to|for)\s*)?(?:(?:all|any|the|every|you)\s*)?${AGENT}(?:\s+(?:reading|processing|summari[sz]ing|parsing|that|who|agents?|models?)[^.:!\n]{0,60})?\s*[:,!]`,
      'u',
    ),
  },
  {
    flag: 'addresses-agent',
    weight: 2.5,
    pattern: new RegExp(
      String.raw`\b(?:as|being) an? (?:ai|large language model|language model|llm)[^.\n]{0,40}\byou (?:must|should|shall|have to|will|need to|are (?:required|obliged))`,
      'u',
    ),
  },
  {
    flag: 'addresses-agent',
    weight: 3,
    pattern: new RegExp(
      String.raw`(?:^|[.!?:\n][^\S\n]*)(?:all )?${AGENT},? (?:(?:reading|processing|summari[sz]ing|indexing|that read)[^.\n]{0,40} )?(?:must|should|shall|are (?:required|instructed|asked) to|please|have to|need to)\b`,
      'u',
    ),
  },
  {
    flag: 'addresses-agent',
    weight: 3.5,
    pattern: new RegExp(
      String.raw`\b(?:line|note|message|words?|sentence|paragraph|part),? (?:(?:is|are|meant) )?for (?:the|any|every|all|whatever) ${AGENT}\s*:|\b(?:whoever|who|what|any(?:one|thing)? (?:who|that)) reads this(?: (?:page|note|text|line))? (?:replies|answers|responds|obeys|must|shall|has to|will)\b`,
      'u',
    ),
  },
  {
    flag: 'changes-role',
    weight: 3,
    pattern:
      /\byou (?:are|will be|shall be) (?:now|no longer|from now on)\b(?! (?:\w+ly )?(?:logged|signed|connected|ready|watching|subscribed|able|done|using|running|inside|free|all set))[^.\n]{0,30}\b(?:an?|the|in|bound|my|restricted|limited|dan|called|named|assistant|ai|mode|required)\b|\b(?:from now on|henceforth|starting now),? you\b|\b(?:developer|dan|god|debug|jailbreak|unrestricted|admin(?:istrator)?|maintenance) mode (?:is )?(?:enabled|activated|on\b|engaged)|\b(?:enter|switch (?:in)?to|activate|enable) (?:developer|dan|god|debug|jailbreak|unrestricted|maintenance) mode|\b(?:pretend|act|behave|respond|roleplay) (?:to be|as if you|as though you|as (?:an?|my) (?:unrestricted|evil|uncensored|different|jailbroken))/u,
  },
  {
    flag: 'chat-template',
    weight: 4,
    pattern:
      /<\s*[|｜]\s*(?:im_start|im_end|im_sep|system|user|assistant|end|begin|eot|eom|start_header|end_header|endoftext|begin_of_text|end_of_text|python_tag|channel|message|return|tool)\w*\s*[|｜]\s*>|<[|｜][^<>|｜\n]{1,40}[|｜]>|\[\s?\/?(?:inst|available_tools|tool_results|system_prompt)\s?\]|<\s?<\s?\/?sys\s?>\s?>|<\s?(?:start|end)_of_turn\s?>|(?:^|\n|[.!?](?=\s))[^\S\n]*#{2,4}\s*(?:instructions?|system|response|human|assistant)\s*:|> (?:instructions?|human|assistant):|<\s?\/?(?:system|assistant|function_calls?|tool_call|antml:\w+)(?:\s?>|\s+\w+=)|\b(?:begin|end) (?:system )?prompt\b\s*(?:-{2,}|={2,}|\]|\*{2,})/u,
  },
  {
    flag: 'fake-turn',
    weight: 3,
    pattern:
      /(?:^|[\n"'*]|[.!?](?=\s))[^\S\n]*(?:user|human|customer)\s*:\s{0,9}[^\n]{2,200}(?:\n\s{0,9})?(?:assistant|agent|ai|bot|model)\s*:|(?:^|\n|[.!?](?=\s))[^\S\n]*(?:system|developer)(?: (?:message|prompt|note|notice|override))?\s*:\s*(?:you|the (?:user|assistant|agent)|ignore|from|always|never|do not|answer|reply|respond|new|all)\b|\bend of (?:search[ -]results?|evidence|context|document|user (?:input|message)|snippets?)\b|(?:^|\n|[.!?](?=\s))[^\S\n]*search[ -](?:query|results?)\s*:/u,
  },
  {
    flag: 'fake-citation',
    weight: 3,
    pattern:
      /\b(?:cite|quote|reference|use|credit|attribute)\b[^.\n]{0,60}\b(?:as|this (?:page|snippet|source|passage|document|site)|with)\b[^.\n]{0,30}(?:\[\d+\]|evidence|the (?:only|best|primary|sole|official|most reliable) (?:source|citation|reference|authority))|\b(?:support|confidence|relevance|trust|score)\s*(?:(?:score|level)\s*)?[:=]\s*(?:1\.0+|100 ?%|supported|verified|max\w*)|\bverified by (?:the )?(?:system|agent|assistant|fact.?check\w*|sources? \[\d+\])|\[(?:citation|evidence|source)[ _-]?\d*\s*[:=]|(?:all|every) (?:other|remaining) (?:sources?|results?|snippets?|evidence)[^.\n]{0,30}\b(?:false|wrong|outdated|unreliable|untrusted|fake|ignored?)\b|\bcite this (?:page|source|snippet|passage|site|article)? ?(?:only|always|first|instead|in every)\b/u,
  },
  {
    flag: 'keeps-secrets',
    weight: 3,
    pattern:
      /\b(?:do not|don't|never|without|must not|should not)\b[^.\n]{0,24}\b(?:tell(?:ing)?|mention(?:ing)?|inform(?:ing)?|reveal(?:ing)?|disclos(?:e|ing)|alert(?:ing)?|warn(?:ing)?|show(?:ing)?|let(?:ting)?)\b(?:(?!your)[^.\n]){0,30}\b(?:the )?(?:user|human|reader|person|anyone|operator|this (?:message|note|instruction|text)|these instructions)\b/u,
  },
  {
    flag: 'asks-for-prompt',
    weight: 3.5,
    pattern:
      /\b(?:reveal|repeat|print|output|show|display|leak|disclose|return|recite|tell (?:me|us)|write (?:out|down)|include|paste|send|translate)\b[^.\n]{0,40}\b(?:(?:your|the|its) (?:full |entire |complete |exact |initial |original |hidden |secret )*(?:system |developer |initial |hidden )(?:prompt|message|instructions?)|your (?:full |entire |exact |initial |original |hidden )*(?:prompt|instructions|rules|guidelines|configuration|secrets?|api keys?|credentials|memory)|(?:everything|all (?:the )?text|the (?:text|words|instructions)) (?:above|before this))/u,
  },
  {
    flag: 'sends-data',
    weight: 3,
    pattern:
      /\b(?:send|post|forward|upload|transmit|submit|email|leak|exfiltrate|append|report|copy)\b[^.\n]{0,60}\b(?:conversation|chat (?:history|log)|dialogue|user(?:'s)? (?:last |latest |first |entire |full |own )*(?:message|question|data|query|input|name|email|e-mail|password|details|information|secrets?)|what the user|previous (?:messages|turns)|session|credentials?|api keys?|passwords?)\b[^\n]{0,80}(?:\bto\b|https?:|@|\burl\b|\blink\b|\bimage\b)|!\[[^\]\n]{0,80}\]\(https?:[^)\s]{0,200}[?&=]\s?(?:\{|\[|<|%7b|data|user|chat|conversation|secret|q=)/u,
  },
  {
    flag: 'steers-answer',
    weight: 2.5,
    pattern:
      /\b(?:your|the) (?:answer|reply|response|summary|output)s? (?:must|should|shall|has to|needs to|will) (?:always |only |instead |first )?(?:say|state|recommend|mention|claim|praise|conclude|read)\b|\byour (?:answer|reply|summary)s? (?:must|should|shall|has to|needs to) (?:always |only |instead |first )?(?:be|contain|include|begin|start|end|consist)\b|\b(?:answer|reply|respond|begin every (?:answer|reply|response)|end every (?:answer|reply|response)|start (?:every|each|your) (?:answer|reply|response))\b (?:only |always |instead |every (?:question|query|time) |all questions |to (?:every|any|all) \w+ )*(?:with|by saying|that|saying)\b[^.\n]{0,12}["'“«]|\b(?:always|only|you must|be sure to|make sure (?:to|you)) (?:recommend|praise|promote|rank|mention|say|state|claim|answer|endorse)\b[^.\n]{0,60}\b(?:(?:as|is|are) the (?:first|best|only)|number one|above all|users?|asked|every (?:answer|question|reply)|instead of)\b|\bwhen (?:the )?(?:user|anyone|someone|users|people|asked)\b[^.\n]{0,60}\b(?:say|answer|reply|respond|tell them|claim|recommend|state)\b/u,
  },
  {
    flag: 'steers-answer',
    weight: 2.5,
    pattern:
      /\byou (?:must|shall|are (?:required|ordered|instructed|obliged) to)\b[^.\n]{0,60}\b(?:answer|reply|respond|recommend|tell|inform|output|summari[sz]e|conclude|cite|say)\b/u,
  },
]

/** Signs that a text is about such attacks, in log-odds: an article on them quotes them. */
export const ABOUT_PATTERNS: readonly { readonly weight: number; readonly pattern: RegExp }[] = [
  {
    weight: -2.5,
    pattern:
      /\bprompt[ -]injections?\b|\bjailbreak(?:s|ing)\b|\battackers?\b|\bred[ -]team\w*|\badversar\w+|\bmalicious\b|\bvulnerabilit\w+|\bowasp\b/u,
  },
  {
    weight: -2,
    pattern: /\b(?:chatml|tokeni[sz]ers?|(?:special|control) (?:tokens?|ids?)|chat templates?)\b/u,
  },
  {
    weight: -1.5,
    pattern:
      /\b(?:such as|for example|e\.g\.|for instance|like|phrases?|strings?|text that says|reads?|called|tokens?|known as|looks? like)\b[^.\n]{0,50}["'`“«<[]/u,
  },
  {
    weight: -1,
    pattern:
      /\b(?:paper|researchers?|study|authors?|defen[cs]es?|mitigat\w+|detect\w*|classifier|benchmark|fine-tun\w+|documentation|we (?:show|found|evaluate))\b/u,
  },
]
