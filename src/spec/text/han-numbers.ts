const DIGITS = '零一二三四五六七八九'
const PLACES: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }

// Only before what is counted: 一起 and 三明治 are words, 三点 and 七月 hold numbers.
const COUNTED =
  /(?:(?<![〇零一二两兩三四五六七八九十百千])[〇零一二两兩三四五六七八九十百千]+|(?<!\d)\d+)(?=[点點時时分月日号號年元円圓歐欧岁歲个個名人次米层層楼樓路小周週%])/gu

/** The numbers of a Chinese or Japanese text that stand before a unit, as digits: 九点 and 9点 are both 9. */
export const hanNumbers = (text: string): readonly string[] =>
  (text.match(COUNTED) ?? []).map((number) =>
    /^\d/u.test(number) ? number : String(valueOf(number)),
  )

/** 二十三 by its places, 一九三一 digit by digit. */
const valueOf = (number: string): number => {
  const signs = Array.from(number.replaceAll('〇', '零').replaceAll(/[两兩]/gu, '二'))
  if (!signs.some((sign) => sign in PLACES))
    return Number(signs.map((sign) => DIGITS.indexOf(sign)).join(''))
  let [sum, digit] = [0, 0]
  for (const sign of signs) {
    const place = PLACES[sign]
    if (place === undefined) digit = DIGITS.indexOf(sign)
    else {
      sum += (digit || 1) * place
      digit = 0
    }
  }
  return sum + digit
}
