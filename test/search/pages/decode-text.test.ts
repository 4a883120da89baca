import t from 'tap'
import { decodeText } from '../../../src/search/pages/decode-text.ts'
import { openDocumentIndex } from '../../../src/search/index/document-index.ts'
import { hashEncoder } from '../../helpers/hash-encoder.ts'

const hex = (bytes: string): Uint8Array => Buffer.from(bytes.replaceAll(' ', ''), 'hex')
const utf16 = (text: string, order: 'le' | 'be'): Buffer => {
  const bytes = Buffer.from(text, 'utf16le')
  return order === 'le' ? bytes : bytes.swap16()
}
const read = (bytes: Uint8Array, about: { charset?: string; isMarkup?: boolean } = {}) =>
  decodeText({ bytes, name: 'a.txt', ...about })

// "The bakery opens at six. Bread costs three euros." and the like, each in a charset of its language.
const UNDECLARED = [
  [
    '面包店早上六点开门。面包三欧元。',
    'c3e6 b0fc b5ea d4e7 c9cf c1f9 b5e3 bfaa c3c5 a1a3 c3e6 b0fc c8fd c5b7 d4aa a1a3',
  ],
  [
    'パン屋は朝六時に開きます。',
    '8370 8393 89ae 82cd 92a9 985a 8e9e 82c9 8a4a 82ab 82dc 82b7 8142',
  ],
  [
    'パン屋は朝六時に開きます。',
    'a5d1 a5f3 b2b0 a4cf c4ab cfbb bbfe a4cb b3ab a4ad a4de a4b9 a1a3',
  ],
  ['빵집은 여섯 시에 엽니다.', 'bba7 c1fd c0ba 20 bfa9 bcb8 20 bdc3 bfa1 20 bfb1 b4cf b4d9 2e'],
  [
    'Пекарня открывается в шесть часов.',
    'cfe5eae0f0edff 20 eef2eaf0fbe2e0e5f2f1ff 20 e2 20 f8e5f1f2fc 20 f7e0f1eee2 2e',
  ],
  [
    'Пекарня открывается в шесть часов.',
    'f0c5cbc1d2ced1 20 cfd4cbd2d9d7c1c5d4d3d1 20 d7 20 dbc5d3d4d8 20 dec1d3cfd7 2e',
  ],
] as const

void t.test(
  'text whose charset nothing tells of is read where one makes sense of it',
  async (t) => {
    for (const [text, bytes] of UNDECLARED) t.equal(await read(hex(bytes)), text)
    const french =
      'La boulangerie ouvre à six heures. Le pain coûte trois euros, le café est gratuit.'
    t.equal(await read(Buffer.from(french, 'latin1')), french)
    const long = `${'The bakery opens at six. '.repeat(3000)}${french}`
    t.equal(await read(Buffer.from(long, 'latin1')), long, 'little of it tells')
    const japanese = hex('1b2442 3f5e 3d71 345b 1b2842')
    t.equal(await read(japanese), '図書館', 'escape sequences look like ASCII')
  },
)

void t.test('UTF-16 is read with and without a byte order mark', async (t) => {
  for (const order of ['le', 'be'] as const)
    for (const text of ['The bakery opens at six.', 'Пекарня открыта.', '面包店早上六点开门。'])
      for (const mark of ['', '\ufeff'])
        t.equal(await read(utf16(mark + text, order)), text, `${order} ${text}`)
})

void t.test('what is declared comes first: by mark, by sender, inside of markup', async (t) => {
  const word = hex('d1eeeaf1')
  t.equal(await read(word, { charset: 'windows-1251' }), 'Сокс', 'by the sender')
  const page = (head: string): Buffer => Buffer.concat([Buffer.from(`${head}<p>`), word])
  const markup = { isMarkup: true }
  t.match(await read(page('<meta charset="windows-1251">'), markup), 'Сокс')
  t.match(await read(page('<?xml version="1.0" encoding="windows-1251"?>'), markup), 'Сокс')
  const other = page('<meta charset="shift_jis">')
  t.match(await read(other, { ...markup, charset: 'windows-1251' }), 'Сокс', 'the sender first')
  t.equal(await read(Buffer.from('\ufeffZoë'), { charset: 'latin1' }), 'Zoë', 'the mark first')
  t.equal(await read(Buffer.from('Zoë'), { charset: 'x-unheard-of' }), 'Zoë')
  const wrong = await read(Buffer.from('Le pain coûte trois euros à midi.', 'latin1'), {
    charset: 'utf-8',
  })
  t.equal(wrong, 'Le pain coûte trois euros à midi.', 'a declaration that the bytes belie')
})

void t.test("what can't be told is refused with its reason, never guessed", async (t) => {
  const refuse = (bytes: Uint8Array, message: RegExp) =>
    t.rejects(read(bytes), { code: 'UNSUPPORTED_DOCUMENT', message })
  await refuse(hex('00 01 02 ff'), /NUL bytes/u)
  await refuse(Buffer.from([0x35, 0x20, 0xb5, 0x6d]), /can't be told/u)
  const mixed = Buffer.concat(UNDECLARED.map(([, bytes]) => hex(bytes)))
  await refuse(mixed, /can't be told/u)
  const stray = Buffer.concat([Buffer.from('Für Gäste öffnet die Tür '), hex('e9 20')])
  await refuse(stray, /UTF-8 but for the byte at 29/u)
})

void t.test('files and uploads are stored as they were written, or not at all', async (t) => {
  const index = await openDocumentIndex({ dataDir: t.testdir(), encoder: hashEncoder() })
  t.teardown(() => index.close())
  const bytes = hex(UNDECLARED[4][1])
  const declared = { name: 'b.txt', mediaType: 'text/plain; charset=KOI8-R' }
  for (const one of [
    { name: 'a.txt', bytes },
    { ...declared, bytes: hex(UNDECLARED[5][1]) },
  ]) {
    const { pageHash } = await index.add(one)
    t.equal((await index.page(pageHash))?.text, 'Пекарня открывается в шесть часов.')
  }
  const unclear = { name: 'c.txt', bytes: Buffer.from([0xb5, 0xb0, 0x20, 0x35, 0x20, 0xb5, 0x6d]) }
  const [outcome] = await index.addAll([unclear])
  t.match(outcome, { status: 'failed', reason: /charset/u })
})
