import t from 'tap'
import { misplacedIn } from '../../src/reward/misplaced-values.ts'

const fees = 'The east pier costs 14 euros a night. The west pier costs 18 euros a night.'

void t.test('the value of a neighbour is misplaced', (t) => {
  t.equal(misplacedIn(fees)('The east pier costs 18 euros a night.'), 1)
  t.equal(misplacedIn(fees)('The east pier costs 14 euros a night.'), 0)
  t.equal(misplacedIn('A towel costs 3 euros. Lockers cost 1 euro.')('A towel costs 1 euro.'), 1)
  const hire = 'A kayak costs 15 euros an hour for members of the club. Vests cost 4 euros.'
  t.equal(misplacedIn(hire)('Camping costs 4 euros per hour for members of the club.'), 1)
  const options =
    'The flag maxDepth sets how deep it looks; its default is 5. The flag maxWait sets a time.'
  t.equal(misplacedIn(options)('The flag maxWait sets a time; its default is 5.'), 1)
  t.equal(misplacedIn(options)('The flag maxDepth has a default of 5.'), 0)
  const founded = 'The club was founded by Lena Voss. Mats Ek has led it since 2004.'
  t.equal(misplacedIn(founded)('The club was founded by Mats Ek.'), 1)
  t.equal(misplacedIn(founded)('The club was founded by Lena Voss.'), 0)
  t.end()
})

void t.test('two values of a sentence that have changed places are misplaced', (t) => {
  const hours = 'The kitchen opens at 11:00 and closes at 21:30.'
  t.equal(misplacedIn(hours)('The kitchen closes at 11:00 and opens at 21:30.'), 1)
  t.equal(misplacedIn(hours)('The kitchen opens at 11:00 and closes at 21:30 every day.'), 0)
  t.end()
})

void t.test('a statement may rest on several sentences and word them otherwise', (t) => {
  const pass = 'The pass costs 40 euros a month for adults. Students pay 20.'
  t.equal(misplacedIn(pass)('The pass costs 20 euros a month for students.'), 0)
  const limit =
    'limit: stops the JSON parser from reading larger bodies. May be set when Basil starts. Defaults to 1024.'
  t.equal(misplacedIn(limit)('The limit of the parser in Basil is 1024.'), 0)
  const entry = 'Adults pay 12 euros, children 6 euros.'
  t.equal(misplacedIn(entry)('It is 12 euros for adults and 6 for children.'), 0)
  t.end()
})
