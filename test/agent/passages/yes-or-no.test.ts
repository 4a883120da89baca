import t from 'tap'
import { isSettled, isYesNo, yesOrNo } from '../../../src/agent/passages/yes-or-no.ts'

void t.test('a sentence that holds the words of a question says yes or no', (t) => {
  const said = (question: string, text: string, expected: string | undefined): void => {
    t.ok(isYesNo(question), question)
    t.equal(yesOrNo(question, text), expected, `${question} ${text}`)
  }
  said('Are prams allowed on the deck?', 'Prams are allowed on the deck after noon.', 'Yes')
  said('can i bring my pram on the deck', 'Prams are welcome on the deck.', 'Yes')
  said('Are prams allowed on the deck?', 'Prams are not allowed on the deck.', 'No')
  said('Is the archive open on Fridays?', 'The archive is open every day except Friday.', 'No')
  said('Is the archive open on Mondays?', 'The archive is open from Monday to Thursday.', 'Yes')
  said('Do you deliver to Spain?', 'We deliver to Portugal and France only.', 'No')
  said('Was the mill built before 1900?', 'The mill was built in 1931.', 'No')
  said('Was the mill built before 1950?', 'The mill was built in 1931.', 'Yes')
  const boiler = 'The tray may go into the oven. The glass lid may not: wash it by hand.'
  said('can the glass lid go into the oven', boiler, 'No')
  said('can the tray go into the oven', boiler, 'Yes')
  const logs = 'Logs are kept for a week. The daemon does not rotate them.'
  said('does the daemon rotate its logs?', logs, 'No')
  const limit = 'The cable car takes at most 60 kg of luggage.'
  said('Is 80 kg too much for the cable car?', limit, 'Yes')
  said('can the cable car take 80 kg', limit, 'No')
  said('can the cable car take 40 kg', limit, 'Yes')
  said('Is a helmet needed for the tower?', 'A helmet is optional for the tower.', 'No')
  t.end()
})

void t.test('what takes more than words is left to the reader', (t) => {
  t.equal(yesOrNo('Is the mill older than the barn?', 'The mill was built in 1931.'), undefined)
  t.equal(
    yesOrNo('Was the mill built before 1900?', 'The mill was built in 1931 and moved in 1898.'),
    undefined,
  )
  t.equal(yesOrNo('Is the mill open on Sundays?', 'The bakery is open on Sundays.'), undefined)
  t.end()
})

void t.test('a reply is settled where it says what words tell', (t) => {
  const asked = 'Was the mill built before 1950?'
  t.ok(isSettled(asked, 'Yes. The mill was built in 1931.'))
  t.notOk(isSettled(asked, 'No. The mill was built in 1931.'))
  t.notOk(isSettled(asked, 'The mill was built in 1931.'))
  t.notOk(isSettled('When was the mill built?', 'Yes. The mill was built in 1931.'))
  t.end()
})
