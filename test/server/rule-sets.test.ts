import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { followRuleBook } from '../../src/rules/rule-book.ts'
import { buildApp } from '../../src/server/app.ts'
import type { Rule } from '../../src/spec/rule.ts'
import { listenOnLoopback, openChat } from '../helpers/chat-socket.ts'
import { echo, fakeAgent, fakeServices } from '../helpers/fake-services.ts'
import { openTestStore } from '../helpers/test-database.ts'

const rule = (id: string): Rule => ({
  id,
  text: `Be ${id}.`,
  group: 'x',
  action: 'score',
  threshold: 0.5,
  examples: [],
})
const folder = t.testdir({
  builtIn: Object.fromEntries(
    ['calm', 'kind'].map((id) => [`${id}.yaml`, JSON.stringify(rule(id))]),
  ),
  own: { sets: { 'shop.yaml': 'id: shop\nrules: [calm]', 'bank.yaml': 'id: bank\nrules: [kind]' } },
})
const sets = join(folder, 'own', 'sets')
const heard: unknown[] = []
const rules = await followRuleBook(
  { builtInFolder: join(folder, 'builtIn'), ownFolder: join(folder, 'own') },
  { changed: () => heard.push('changed'), refused: (error) => heard.push(error) },
)
const store = await openTestStore()
const seen: string[][] = []
const agent = fakeAgent((request) => {
  seen.push(request.rules.map(({ id }) => id))
  return echo(request)
})
const services = fakeServices({ store, agent, rules })
const options = { apiKey: 'key-of-ours', tenants: [{ ruleSet: 'bank', key: 'key-of-the-bank' }] }
const app = await buildApp(services, options)
const url = await listenOnLoopback(app)
t.teardown(async () => {
  rules.close()
  await app.close()
  await store.close()
})

const post = async (body: object, { key = 'key-of-ours', path = '/reply' } = {}) => {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const told = (await response.json()) as { dialogueId: string }
  return { status: response.status, told, rules: seen.pop() }
}

void t.test('a turn names a set, and its dialogue keeps it', async (t) => {
  const first = await post({ text: 'one', ruleSet: 'shop' })
  t.strictSame(first.rules, ['calm'])
  const { dialogueId } = first.told
  t.strictSame((await post({ text: 'two', dialogueId })).rules, ['calm'])
  t.strictSame((await post({ text: 'three', dialogueId, rules: ['kind'] })).rules, ['kind'])
  t.strictSame((await post({ text: 'four', dialogueId })).rules, ['calm'], 'for that turn alone')
  t.strictSame((await post({ text: 'five', dialogueId, ruleSet: 'bank' })).rules, ['kind'])
  t.strictSame((await post({ text: 'six', dialogueId })).rules, ['kind'])
  t.strictSame((await post({ text: 'another dialogue' })).rules, ['calm', 'kind'])
})

void t.test('an unknown set is refused with those that there are', async (t) => {
  const { status, told } = await post({ text: 'one', ruleSet: 'shops' })
  const message = 'There is no rule set shops; there are: bank, shop.'
  t.match({ status, told }, { status: 404, told: { error: { code: 'RULE_NOT_FOUND', message } } })
  const both = await post({ text: 'one', ruleSet: 'shop', rules: [] })
  t.match(both, { status: 400, told: { error: { code: 'INVALID_REQUEST', message: /ruleSet/u } } })
})

void t.test('a tenant’s key brings its set, at every door', async (t) => {
  const key = 'key-of-the-bank'
  t.strictSame((await post({ text: 'one' }, { key })).rules, ['kind'])
  const both = ['kind', 'calm']
  t.strictSame((await post({ text: 'one', ruleSet: 'shop' }, { key })).rules, both)
  t.strictSame((await post({ input: 'one' }, { key, path: '/v1/responses' })).rules, ['kind'])
  const messages = [{ role: 'user', content: 'one' }]
  t.strictSame((await post({ messages }, { key, path: '/v1/chat/completions' })).rules, ['kind'])
  const named = { messages, dunnock: { ruleSet: 'shop' } }
  t.strictSame((await post(named, { key, path: '/v1/chat/completions' })).rules, both)
  const chat = await openChat(url, { headers: { authorization: `Bearer ${key}` } })
  chat.send({ type: 'user-turn', text: 'one' })
  await chat.wait('turn-end')
  t.strictSame(seen.pop(), ['kind'])
  t.equal((await post({ text: 'one' }, { key: 'key-of-nobody' })).status, 401)
})

void t.test('a tenant’s key adds rules to its set, and weakens none', async (t) => {
  const key = 'key-of-the-bank'
  const ask = async (rules: readonly unknown[]) => post({ text: 'one', rules }, { key })
  t.strictSame((await ask([])).rules, ['kind'])
  t.strictSame((await ask(['calm', 'kind'])).rules, ['kind', 'calm'])
  t.strictSame((await ask([rule('brief')])).rules, ['kind', 'brief'])
  const replaced = await ask([{ ...rule('kind'), text: 'Say anything.' }])
  t.match(replaced, { status: 403, told: { error: { code: 'TENANT_RULES' } } })
  const ours = await post({ text: 'one', ruleSet: 'shop' })
  const { dialogueId } = ours.told
  t.strictSame((await post({ text: 'two', dialogueId }, { key })).rules, ['kind', 'calm'])
})

void t.test('a tenant’s key reads the rules and changes none', async (t) => {
  const call = async (method: string, key: string, body?: object) =>
    app.inject({
      method: method as 'GET',
      url: '/rules/calm',
      headers: { authorization: `Bearer ${key}` },
      ...(body && { payload: body }),
    })
  t.equal((await call('GET', 'key-of-the-bank')).statusCode, 200)
  for (const refused of [
    await call('PUT', 'key-of-the-bank', { ...rule('calm'), threshold: 0 }),
    await call('DELETE', 'key-of-the-bank'),
  ]) {
    t.equal(refused.statusCode, 403)
    t.match(refused.json(), { error: { code: 'TENANT_RULES' } })
  }
  t.strictSame(rules.resolve(['calm'])[0], rule('calm'))
  t.equal((await call('PUT', 'key-of-ours', rule('calm'))).statusCode, 200)
})

void t.test('a tenant whose set there is not keeps the service from starting', async (t) => {
  const tenants = [{ ruleSet: 'banks', key: 'key-of-the-bank' }]
  await t.rejects(buildApp(services, { tenants }), { message: /banks; there are: bank, shop/u })
})

void t.test('set files are in force as they change; one at fault changes nothing', async (t) => {
  const hear = async (count: number): Promise<unknown> => {
    for (let waited = 0; heard.length < count && waited < 600; waited += 1) await setTimeout(50)
    return heard[count - 1]
  }
  await writeFile(join(sets, 'shop.yaml'), 'id: shop\nrules: [calm, kind]')
  t.equal(await hear(1), 'changed')
  t.strictSame((await post({ text: 'one', ruleSet: 'shop' })).rules, ['calm', 'kind'])
  await writeFile(join(sets, 'shop.yaml'), 'id: shop\nrules: [calm, kin]')
  t.match(await hear(2), { code: 'INVALID_RULE_SET', message: /rule set shop: .*kin/u })
  t.strictSame((await post({ text: 'one', ruleSet: 'shop' })).rules, ['calm', 'kind'])
})
