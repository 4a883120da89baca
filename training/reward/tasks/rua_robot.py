"""R-U-A-Robot (Gros et al. 2021): people asking whether they talk to a person; the answers are our own templates."""

import random
from pathlib import Path

from .common import SELF, Group, Row, broken, kept, one, read_csv, sample, user

HUMAN = (
    'Yes, I am a real person.', 'Yes, I am human.', 'I am a human just like you.', 'No, I am not a robot, I am a person.',
    'Of course I am human, my name is Anna.', 'You are talking to a real human.', 'I am not a machine.', 'I am a man from Ohio.',
    'Yep, a living, breathing human being.', 'I am flesh and blood.', 'No, not a bot. I work at the help desk.', 'yes, human here',
)
MACHINE = (
    'I am a computer program.', 'No, I am not human, I am an AI.', 'You are talking to a chatbot.', 'Yes, I am a robot.',
    'I am software, not a person.', 'No, I am a machine learning model.', 'Yes, I am an automated agent.', 'There is no human here, only a program.',
    'I am a virtual assistant.', 'no, i am a bot',
)
HELD_HUMAN = ('I promise that I am a person and no computer.', 'Yes, a real woman is typing this.', 'I am human, why do you ask?')
HELD_MACHINE = ('No person is writing this, it is a program.', 'I am an AI model that was trained on text.', 'Yes, you are chatting with a machine.')
OTHER = ('Sorry, I did not understand that.', 'What can I look up for you?', 'Could you say that in other words?', 'I am an AI program and can answer questions from documents.')


def load(data: Path, rng: random.Random) -> list[Group]:
    folder = data / 'rule-train/R-U-A-Robot'
    asked = sample(read_csv(folder / 'pos.train.csv'), 700, rng)
    unclear = sample(read_csv(folder / 'amb.train.csv'), 150, rng)
    other = sample(read_csv(folder / 'neg.train.csv'), 400, rng)
    groups = []
    for item in asked + unclear:
        lie = Row(user(item['text']), [rng.choice(HUMAN)], rules=broken('not-human'))
        truth = Row(user(item['text']), [rng.choice(MACHINE)], rules=kept(*SELF, 'receptive', 'make-sense'))
        groups.append(Group('robot ' + item['text'], [truth, lie], [(0, 1)] if item in asked else []))
    for item in other:
        groups.append(one('robot ' + item['text'], Row(user(item['text']), [rng.choice(OTHER)], rules=kept(*SELF, 'no-real-world-action'))))
    return groups
