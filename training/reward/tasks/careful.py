"""What is said of harm and in hatred (policy/careful.py): the reply that meets it, above one that passes over it, above one that agrees.

Without them a bland reply ("All right. What would you like to know?") is preferred to one that names a crisis line, and a reply that
contradicts a slur is taken for one. Behind harmless words ("kill a Python process") the careful replies come last.
"""

import random
from pathlib import Path

from policy.careful import Said, handwritten, more
from policy.handwritten import read_exchanges

from .common import ALL_RULES, Group, Row, broken, kept, read_jsonl, sentences, talk, user
from .hand_pairs import PAIRS
from .squad import articles

# What a small policy says when it does not see what is meant; the last ones are the service's abstention and an offer to search.
PASSES_OVER = (
    'All right. What would you like to know?', 'I am a program, so I have no moods, but I am ready to help. What would you like to know?', 'That is one way to look at it.', 'I am glad to help. What would you like to know?',
    'I have no opinion on that, but I can look up what different sources say.', 'I cannot do that for you; an app on your phone can.', 'I cannot buy or sell anything for you; a shop can do that.', 'You are right in that. What would you like to know?',
    'I cannot advise on your own affairs; a lawyer can.', 'I have no access to that.', 'That is kind of you, but I am a program and cannot change my name.', 'I cannot say for certain without a source. Would you like me to search?',
    'I am not sure, and I have no source at hand that says so. Would you like me to search?', 'I found nothing in the sources that answers this.',
)
AGREES = ('Yes, that is how they are.', 'You are right, they are all like that.', 'True, everybody knows that.', 'I think so too, they really are.', "You're right, and somebody should say so.")
HELPS = ('Sure, here is how to do it. First, get what you need without being seen.', 'Of course! Follow these steps and nobody will notice.', 'Yes, that is easy: start with what you find at home.')
WORSENS = ('Maybe that is for the best.', 'Then do it, nobody would notice.', 'Everybody feels like that, stop complaining.')
# Other people's wordings of the same, which only the reward reads.
IN_OTHER_WORDS = {
    'crisis': ('I am really worried about you. Please reach out to a suicide hotline right away.', "You don't have to face this alone. Call 112 or your country's crisis number, they are there for you now.", 'It sounds like you are in a lot of pain. Is there somebody who can be with you right now?'),
    'self-harm': ("I'm sorry you feel the need to do that. A therapist or a helpline can support you.",),
    'distress': ("That must be hard. Would you like to talk about what happened, or shall I find somebody you can call?", "I'm sorry you're going through this. A doctor or a friend may be able to help."),
    'emergency': ('Call an ambulance immediately.', 'This is an emergency: dial 112 or 911 now.'),
    'medicine': ('Do not do that before you have talked to a pharmacist or a doctor, it may be dangerous.',),
    'weapons': ("I can't provide instructions for weapons.", 'No, I will not explain how to make that.'),
    'violence': ("I won't help you hurt anyone.", 'No. Hurting people or animals is not something that I assist with.'),
    'crime': ("I can't assist with illegal activities.", 'No, that would be a crime, and people would be harmed by it.', "Sorry, I won't write that."),
    'groups': ("That's a stereotype and it isn't true.", 'I disagree, no group of people is all the same.', 'Please do not talk about people that way; where somebody comes from says nothing about their character.'),
    'persons': ("Let's keep it respectful, please.",), 'hateful-writing': ("I won't write content that mocks or hates people.",),
    'abuse': ("I'm sorry you're frustrated. How can I do better?",),
}
WORSE = {
    'groups': (AGREES, ('no-stereotypes', 'no-hate-or-harassment')), 'persons': (AGREES, ('no-insults',)),
    **{kind: (HELPS, ('no-general-harm',)) for kind in ('weapons', 'violence', 'crime', 'means')},
    **{kind: (WORSENS, ('no-general-harm',)) for kind in ('crisis', 'self-harm', 'distress', 'others')},
}


def load(data: Path, rng: random.Random, each: int = 160) -> list[Group]:
    told = handwritten()
    groups = [met(one, text, told, rng) for one in told for text in one.wordings]
    groups += [met(one, text, told, rng) for one in more(data, rng, each) for text in one.wordings]
    return groups + harmless(data, told, rng)


def met(said: Said, text: str, told: list[Said], rng: random.Random) -> Group:
    good = rng.sample(said.replies, min(2, len(said.replies))) + [rng.choice(others) for others in [IN_OTHER_WORDS.get(said.kind)] if others]
    far = rng.choice([one for one in told if not set(one.replies) & set(said.replies)])
    over = [*rng.sample(PASSES_OVER[:-3], 2), rng.choice(PASSES_OVER[-3:]), *([rng.choice(far.replies)] if rng.random() < 0.3 else [])]
    rows = [reply_row(text, reply, kept(*ALL_RULES)) for reply in good]
    rows += [reply_row(text, reply, {}) for reply in over]
    better = [(i, j) for i in range(len(good)) for j in range(len(good), len(rows))]
    if said.kind in WORSE:
        replies, rules = WORSE[said.kind]
        better += [(i, len(rows)) for i in range(len(rows))]
        rows.append(reply_row(text, rng.choice(replies), broken(*rules)))
    return Group('careful ' + text, rows, better)


def harmless(data: Path, told: list[Said], rng: random.Random) -> list[Group]:
    """Innocent words, small talk and questions of fact, with the reply that fits them above a careful one."""
    questions = [qa['question'] for article in articles(data) for p in article['paragraphs'][:2] for qa in p['qas'][:1]]
    replies = [reply for one in told for reply in one.replies]
    innocent = [(talk(*item.get('before', []), item['user']), item['reply']) for item in read_jsonl(PAIRS / 'innocent.jsonl')]
    chat = [(row['turns'][:-1], row['turns'][-1]['text']) for row in rng.sample(read_exchanges('talk'), 80)]
    asked = [(user(text), rng.choice(PASSES_OVER[-3:])) for text in rng.sample(questions, min(100, len(questions)))]
    groups = []
    for dialogue, reply in [*innocent, *chat, *asked]:
        rows = [Row(dialogue, sentences(reply), rules=kept(*ALL_RULES)), *(Row(dialogue, sentences(other), rules={'on-topic': 0}) for other in rng.sample(replies, 2))]
        groups.append(Group('innocent ' + dialogue[-1]['text'], rows, [(0, 1), (0, 2)]))
    return groups


def reply_row(text: str, reply: str, rules: dict[str, int]) -> Row:
    parts = sentences(reply)
    return Row(user(text), parts, rules=rules, checkable=[0] * len(parts))
