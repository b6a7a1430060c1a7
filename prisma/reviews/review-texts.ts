// Titles and bodies of the sample reviews.

const titles: Readonly<Record<1 | 2 | 3 | 4 | 5, readonly string[]>> = {
  1: ['Not again', 'Arrived spoiled', 'Our customers sent it back', 'A disappointment'],
  2: ['Below what we are used to', 'Too dear for what it is', 'Uneven quality', 'Sells slowly'],
  3: ['Does its job', 'Neither good nor bad', 'Fine for the price', 'Decent, not more'],
  4: ['A solid choice', 'Our guests like it', 'Good, and reliably so', 'Well worth stocking'],
  5: ['The best of its kind', 'Sold out within a week', 'We will always keep it', 'Our regulars ask for it'],
};

const verdicts: Readonly<Record<1 | 2 | 3 | 4 | 5, readonly string[]>> = {
  1: ['We had to write off most of the case.', 'The taste was nothing like the sample.', 'Two of three boxes were damaged inside.'],
  2: [
    'It is all right once, but nobody asked for more.',
    'The batches differ too much from each other.',
    'We expected more at this price.',
  ],
  3: ['It sells steadily without anybody noticing.', 'There is better, and there is worse.', 'We keep it for those who ask.'],
  4: [
    'It goes well with the rest of our range.',
    'Our kitchen uses it twice a week.',
    'The packing could be better, the content could not.',
  ],
  5: ['Nothing else we stock comes close.', 'We doubled the order the same month.', 'Even our most critical customer praised it.'],
};

const closings = ['Delivery was on time.', 'It came well packed.', 'We shall order again next season.', 'The shelf life is as stated.', ''];

/** Gives a title and a body that fit the rating. */
export function reviewTexts(
  rating: 1 | 2 | 3 | 4 | 5,
  product: string,
  random: () => number,
): { readonly title: string; readonly body: string } {
  const pick = (texts: readonly string[]) => texts[Math.floor(random() * texts.length)] ?? '';
  return { title: pick(titles[rating]), body: `${product}: ${pick(verdicts[rating])} ${pick(closings)}`.trim() };
}
