import { join } from 'node:path'
import t from 'tap'
import { runCli } from '../helpers/run-cli.ts'

t.setTimeout(300_000)

void t.test('each line is a turn, until /quit', async (t) => {
  const args = ['chat', '--search', 'never', '--data', join(t.testdir(), 'data')]
  const input = 'Hello!\n\n/help\nThank you.\n/quit\nnever asked\n'
  const { code, stdout, stderr } = await runCli(args, { input })
  t.equal(code, 0)
  const replies = stdout.split('\n').filter((line) => line.trim() !== '')
  t.equal(replies.length, 2, stdout)
  t.match(stderr, /\/new begins anew, \/quit ends the talk/)
})

void t.test('the end of the lines ends the talk', async (t) => {
  const args = ['chat', '--search', 'never', '--data', join(t.testdir(), 'data')]
  const { code, stdout } = await runCli(args, { input: 'Hello!\n' })
  t.equal(code, 0)
  t.match(stdout, /\S/)
})
