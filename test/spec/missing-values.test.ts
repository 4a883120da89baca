import t from 'tap'
import { missingFrom } from '../../src/spec/missing-values.ts'
import type { MissingValues } from '../../src/spec/missing-values.ts'

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
