import t from 'tap'
import { missingFrom, type MissingValues } from '../../../src/spec/text/missing-values.ts'

const missing = ({ numbers, names }: MissingValues): number => numbers + names
const evidence =
  'Server options\nThe bodyLimit is 1,048,576 bytes (1 MiB) since the 14th of May 2019.'

void t.test('numbers and names that stand in the evidence are not missing', (t) => {
  t.equal(missing(missingFrom(evidence)('The bodyLimit is 1048576 bytes.')), 0)
  t.equal(missing(missingFrom(evidence)('On May 14 in 2019 it was one MiB.')), 0)
  t.equal(
    missing(missingFrom('In Scotland 5 teams play.')('Scottish rules apply to five teams.')),
    0,
  )
  t.end()
})

void t.test('a number whose signs stand apart is the same number', (t) => {
  const apart = 'In 2004 , 300 of 10 , 000 came , 31 . 8 % fewer .'
  t.equal(missing(missingFrom(apart)('Of 10,000 came 300 in 2004, 31.8% fewer.')), 0)
  t.equal(missing(missingFrom('Of 10,000 came 300 in 2004, 31.8% fewer.')(apart)), 0)
  t.equal(missing(missingFrom(apart)('Of 11 , 000 came 300 .')), 1)
  t.end()
})

void t.test('a number is the same however its thousands are parted', (t) => {
  const spelt = ['1500', '1,500', '1 500', '1\u00a0500', '1\u202f500', '1\u2009500', '1’500']
  for (const here of spelt)
    for (const there of spelt)
      t.equal(missing(missingFrom(`It is ${there} m.`)(`Now ${here} m.`)), 0, `${here} ${there}`)
  t.equal(missing(missingFrom('It is 1,500 m.')('Now 15,000 m.')), 1)
  t.equal(missing(missingFrom('It is 1\u00a0500 m.')('Now 500 m.')), 1)
  t.equal(missing(missingFrom('It is 15 m.')('Now 1,5 m.')), 1)
  t.equal(missing(missingFrom('On day 14 came 300.')('On 14 300 came.')), 0, 'two numbers')
  t.end()
})

void t.test('markers of lists, headings and emphasis are no values', (t) => {
  const steps = '## Moving in\n\n1. Ask for the key.\n2. **Pay** the fee.\n3. Wait.'
  t.equal(missing(missingFrom(steps)('1. Pay the fee.')), 0)
  t.equal(missing(missingFrom(steps)('- **Pay** the fee.')), 0)
  t.equal(missing(missingFrom(steps)('It takes 3 days.')), 1, 'its number is of a marker')
  for (const named of ['Step 3 is to wait.', '3. Wait.', 'The 3rd step is to wait.'])
    t.equal(missing(missingFrom(steps)(named)), 0, named)
  t.equal(missing(missingFrom(steps)('Step 4 is to wait.')), 1)
  t.end()
})

void t.test('each number and name that the evidence lacks counts once', (t) => {
  t.equal(missing(missingFrom(evidence)('The bodyLimit is 2048 bytes.')), 1)
  t.equal(missing(missingFrom(evidence)('It was set by Alan Turing in 1950, in 1950.')), 3)
  t.equal(missing(missingFrom(evidence)('There are three kinds.')), 1)
  t.end()
})

void t.test('the first word of a statement may be any', (t) => {
  t.equal(missing(missingFrom(evidence)('However, it is small.')), 0)
  t.end()
})

void t.test(
  'a name of code that the evidence lacks is missing, in whatever case it is spelt',
  (t) => {
    t.equal(missing(missingFrom(evidence)('Set bodyLimit.')), 0)
    t.equal(missing(missingFrom(evidence)('Set maxBody or body_size or --body-size.')), 3)
    t.equal(missing(missingFrom(evidence)('Set the limit with fast-limits.')), 1)
    t.equal(missing(missingFrom('It is well known.')('It is a well-known thing.')), 0)
    t.end()
  },
)

void t.test('Chinese and Japanese numbers are numbers where a unit follows', (t) => {
  t.equal(missingFrom('集市每周三上午七点开市。')('集市每周三上午九点开市。').numbers, 1)
  t.equal(missingFrom('集市每周三上午七点开市。')('集市每周三上午7点开市。').numbers, 0)
  t.equal(missingFrom('塔建于一九三一年。')('塔建于1931年。').numbers, 0)
  t.equal(missingFrom('二十三人')('我们一起来了23人').numbers, 0)
  t.end()
})
