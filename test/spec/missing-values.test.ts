import t from 'tap'
import { missingValues } from '../../src/spec/missing-values.ts'
import type { MissingValues } from '../../src/spec/missing-values.ts'

const missing = ({ numbers, names }: MissingValues): number => numbers + names
const evidence =
  'Server options\nThe bodyLimit is 1,048,576 bytes (1 MiB) since the 14th of May 2019.'

void t.test('numbers and names that stand in the evidence are not missing', (t) => {
  t.equal(missing(missingValues('The bodyLimit is 1048576 bytes.', evidence)), 0)
  t.equal(missing(missingValues('On May 14 in 2019 it was one MiB.', evidence)), 0)
  t.equal(
    missing(missingValues('Scottish rules apply to five teams.', 'In Scotland 5 teams play.')),
    0,
  )
  t.end()
})

void t.test('each number and name that the evidence lacks counts once', (t) => {
  t.equal(missing(missingValues('The bodyLimit is 2048 bytes.', evidence)), 1)
  t.equal(missing(missingValues('It was set by Alan Turing in 1950, in 1950.', evidence)), 3)
  t.equal(missing(missingValues('There are three kinds.', evidence)), 1)
  t.end()
})

void t.test('the first word of a statement may be any', (t) => {
  t.equal(missing(missingValues('However, it is small.', evidence)), 0)
  t.end()
})
