import t from 'tap'
import { refuseAddress } from '../../../src/search/fetch/ip-guard.ts'
import { createPageFetcher } from '../../../src/search/fetch/fetch-page.ts'
import { checkUrl } from '../../../src/search/fetch/url-guard.ts'
import { startServer } from '../../helpers/local-server.ts'

const HOSTILE = [
  // schemes and shapes
  'file:///etc/passwd',
  'ftp://example.com/',
  'gopher://example.com/',
  'data:text/html,hello',
  'javascript:alert(1)',
  'blob:https://example.com/1',
  'ws://example.com/',
  'about:blank',
  '//example.com/',
  'example.com',
  '',
  'http://',
  'http:///',
  `http://example.com/${'a'.repeat(3000)}`,
  // credentials and ports
  'http://user@example.com/',
  'http://user:secret@example.com/',
  'http://example.com@127.0.0.1/',
  'http://:secret@example.com/',
  'http://example.com:22/',
  'http://example.com:25/',
  'http://example.com:6379/',
  'https://example.com:9200/',
  'http://example.com:0/',
  'http://example.com:65536/',
  // this machine
  'http://127.0.0.1/',
  'http://127.1/',
  'http://127.255.255.254/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.0.0.1/',
  'http://0177.0.0.1/',
  'http://017700000001/',
  'http://0/',
  'http://0.0.0.0/',
  'http://127.0.0.1./',
  'http://①②⑦.⓪.⓪.①/',
  'http://127。0。0。1/',
  'http://%31%32%37.0.0.1/',
  'http://localhost/',
  'http://LOCALHOST/',
  'http://localhost./',
  'http://app.localhost/',
  'http://[::1]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::127.0.0.1]/',
  'http://[::ffff:0:127.0.0.1]/',
  // private and special networks
  'http://10.0.0.1/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.1.1/',
  'http://0xc0a80101/',
  'http://3232235777/',
  'http://0300.0250.1.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://[::ffff:169.254.169.254]/',
  'http://100.64.0.1/',
  'http://100.100.100.200/',
  'http://168.63.129.16/',
  'http://192.0.0.192/',
  'http://192.0.2.1/',
  'http://198.18.0.1/',
  'http://198.51.100.7/',
  'http://203.0.113.7/',
  'http://192.88.99.1/',
  'http://224.0.0.1/',
  'http://239.255.255.250/',
  'http://240.0.0.1/',
  'http://255.255.255.255/',
  'http://[fe80::1]/',
  'http://[fe80::1%25eth0]/',
  'http://[fec0::1]/',
  'http://[fc00::1]/',
  'http://[fd00:ec2::254]/',
  'http://[ff02::1]/',
  'http://[2001:db8::1]/',
  'http://[100::1]/',
  // IPv4 inside of IPv6
  'http://[64:ff9b::7f00:1]/',
  'http://[64:ff9b::169.254.169.254]/',
  'http://[64:ff9b:1::1]/',
  'http://[2002:7f00:1::]/',
  'http://[2002:a9fe:a9fe::1]/',
  'http://[2001:0:7f00:1::]/',
  'http://[4000::1]/',
  // local names
  'http://intranet/',
  'http://metadata/',
  'http://metadata.google.internal/',
  'http://printer.local/',
  'http://router.lan/',
  'http://nas.home.arpa/',
  'http://x.onion/',
]

void t.test('hostile URLs are refused before anything is asked of the network', (t) => {
  for (const url of HOSTILE)
    t.throws(() => checkUrl(url), { code: 'URL_REFUSED' }, url.slice(0, 60))
  t.ok(HOSTILE.length >= 60)
  t.end()
})

/** Every way in which people have written an IPv4 address into a URL to get past a check. */
const spellings = (address: string): readonly string[] => {
  const bytes = address.split('.').map(Number)
  const [a = 0, b = 0, c = 0, d = 0] = bytes
  const number = ((a * 256 + b) * 256 + c) * 256 + d
  const hex = (value: number, digits = 2): string => value.toString(16).padStart(digits, '0')
  const [high, low] = [hex(a * 256 + b, 4), hex(c * 256 + d, 4)]
  return [
    `http://${number}/`,
    `http://0x${hex(number, 8)}/`,
    `http://0${number.toString(8)}/`,
    `http://${bytes.map((byte) => `0x${hex(byte)}`).join('.')}/`,
    `http://${bytes.map((byte) => `0${byte.toString(8)}`).join('.')}/`,
    `http://0x${hex(a)}.${b * 65536 + c * 256 + d}/`,
    `http://${a}.0${b.toString(8)}.${c * 256 + d}/`,
    `http://${address}.:80/`,
    `http://${Array.from(address, (one) => `%${hex(one.charCodeAt(0))}`).join('')}/`,
    `http://[::ffff:${address}]/`,
    `http://[0:0:0:0:0:ffff:${high}:${low}]/`,
    `http://[::${high}:${low}]/`,
    `http://[64:ff9b::${high}:${low}]/`,
    `http://[64:ff9b:1::${high}:${low}]/`,
    `http://[2002:${high}:${low}::1]/`,
    `http://[::ffff:0:${high}:${low}]/`,
  ]
}

void t.test('a private address is refused however it is spelt', (t) => {
  const addresses = ['127.0.0.1', '10.0.0.5', '172.16.8.9', '192.168.1.1', '169.254.169.254']
  const urls = [...addresses, '100.64.0.9', '0.0.0.0'].flatMap(spellings)
  t.ok(urls.length + HOSTILE.length >= 190, `${urls.length + HOSTILE.length}`)
  for (const url of urls) t.throws(() => checkUrl(url), { code: 'URL_REFUSED' }, url)
  t.end()
})

void t.test('domains are allowed and denied with all that is below them', (t) => {
  const rules = {
    allowDomains: ['example.org', 'Docs.example.com'],
    denyDomains: ['bad.example.org'],
  }
  for (const host of ['example.org', 'www.example.org', 'docs.example.com'])
    t.equal(checkUrl(`https://${host}/`, rules).hostname, host)
  for (const host of ['notexample.org', 'example.com', 'bad.example.org', 'a.bad.example.org'])
    t.throws(() => checkUrl(`https://${host}/`, rules), { message: /list of/u }, host)
  t.end()
})

void t.test('public URLs pass, without their fragment', (t) => {
  t.equal(checkUrl('https://example.com/a?b=c#d').href, 'https://example.com/a?b=c')
  t.equal(checkUrl('http://8.8.8.8/').hostname, '8.8.8.8')
  t.equal(checkUrl('http://[2606:4700::6810:84e5]/').hostname, '[2606:4700::6810:84e5]')
  t.equal(checkUrl('https://bücher.example.org/').hostname, 'xn--bcher-kva.example.org')
  t.equal(checkUrl('http://example.com:8080/', { ports: [8080] }).port, '8080')
  t.end()
})

void t.test('a network that is allowed may be reached, its neighbours not', (t) => {
  const allowed = ['10.1.0.0/16', 'fd12::/16']
  t.equal(refuseAddress('10.1.2.3', allowed), undefined)
  t.equal(refuseAddress('fd12::7', allowed), undefined)
  t.match(refuseAddress('10.2.0.1', allowed), /private/u)
  t.match(refuseAddress('::ffff:10.1.2.3', allowed), /IPv4/u)
  t.end()
})

void t.test(
  'a name that resolves to a private address is refused, and nothing connects',
  async (t) => {
    let connections = 0
    const server = await startServer((_, response) => {
      connections += 1
      response.end('secret')
    })
    t.teardown(() => server.close())
    const { port } = server
    for (const addresses of [
      [{ address: '127.0.0.1', family: 4 }],
      [{ address: '::1', family: 6 }],
      // One public address does not excuse a private one.
      [
        { address: '93.184.215.14', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ],
      [{ address: '::ffff:127.0.0.1', family: 6 }],
    ]) {
      const fetcher = createPageFetcher({
        ports: [port],
        resolve: () => Promise.resolve(addresses),
      })
      const page = fetcher.fetchPage(`http://innocent.example.com:${port}/`)
      await t.rejects(page, { code: 'URL_REFUSED', message: /this machine|IPv4/u })
      await fetcher.close()
    }
    t.equal(connections, 0)
  },
)

void t.test('a name is resolved once a connection, so rebinding it gains nothing', async (t) => {
  const server = await startServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain', connection: 'close' }).end('public')
  })
  let asked = 0
  const fetcher = createPageFetcher({
    ports: [server.port],
    robots: false,
    // Stands for the public network; the address next to it is a private one.
    allowedNetworks: ['127.0.0.1/32'],
    resolve: () => {
      asked += 1
      return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }])
    },
  })
  const url = `http://rebind.example.com:${server.port}/`
  t.equal((await fetcher.fetchPage(url)).text, 'public')
  t.equal(asked, 1, 'checking and connecting share one answer')
  await t.rejects(fetcher.fetchPage(url), { code: 'URL_REFUSED' })
  await fetcher.close()
  await server.close()
})
