"""Word problems of our own making, each with a step-by-step answer that is right.

Writes examples/prompts/word-problems.jsonl (the fixed 320), and serves the training scripts an endless stream of other
problems that share no (story, numbers) with those 320. Needs nothing but Python; the same seed gives the same problems.

    python training/make_word_problems.py --out examples/prompts/word-problems.jsonl
"""

import argparse
import json
import random
from dataclasses import dataclass
from pathlib import Path

EVALUATION_SEED = 20
EVALUATION_COUNT = 320

GIRLS = ("Ada Amira Anna Bea Carmen Clara Dina Elif Emma Fatima Freya Grace Hana Ines Iris Jana Joy Kira Laila Lena Lucia "
         "Maya Mei Mina Nadia Nora Olga Petra Priya Rosa Ruth Sana Sofia Tara Tina Uma Vera Wanda Yara Zoe").split()
BOYS = ("Adam Ali Amir Ben Bruno Carlos Dario David Emil Felix Finn Hugo Ivan Jamal Jonas Karim Kofi Leo Luis Marco Mateo "
        "Milan Nico Noah Omar Oskar Otto Pablo Paul Pedro Rafi Ravi Sam Sven Theo Tom Viktor Wei Yusuf Zack").split()
FRUITS = "apples pears plums peaches oranges lemons mangoes kiwis figs cherries".split()
TOYS = "marbles stickers cards shells coins stamps buttons beads pencils badges".split()
FOODS = "muffins cookies pies buns cakes rolls pretzels waffles bagels tarts".split()
PLANTS = "tulips roses daisies lilies sunflowers bushes trees ferns".split()
ANIMALS = "chickens goats sheep cows ducks rabbits horses pigs".split()


@dataclass(frozen=True)
class Problem:
    """A question, its answer line by line, and the (story, numbers) that tell two problems apart."""

    question: str
    steps: tuple[str, ...]
    result: int
    key: tuple

    @property
    def answer(self) -> str:
        return "\n".join((*self.steps, f"#### {self.result}"))


class Cast:
    """The hero of one story, with the pronouns that go with the name, and a friend."""

    def __init__(self, draw: random.Random):
        girl = draw.random() < 0.5
        self.name = draw.choice(GIRLS if girl else BOYS)
        self.he, self.his = ("she", "her") if girl else ("he", "his")
        self.He = self.he.capitalize()
        self.friend = draw.choice([name for name in GIRLS + BOYS if name != self.name])


STORIES = []


def story(function):
    STORIES.append(function)
    return function


# Each story takes the source of chance and the cast, and returns (question, steps, result, numbers).

@story
def gives_away(d, c):
    thing, a, b, e = d.choice(TOYS), d.randint(20, 60), d.randint(2, 9), d.randint(2, 9)
    left = a - b - e
    return (f"{c.name} has {a} {thing}. {c.He} gives {b} of them to {c.friend} and loses {e} on the way home. How many {thing} does {c.name} have left?",
            [f"{c.name} gives away or loses {b} + {e} = {b + e} {thing}.", f"{c.He} has {a} - {b + e} = {left} {thing} left."], left, (a, b, e))


@story
def bags_of_fruit(d, c):
    thing, a, b, e = d.choice(FRUITS), d.randint(2, 9), d.randint(3, 12), d.randint(2, 15)
    return (f"{c.name} buys {a} bags of {thing}. There are {b} {thing} in each bag. {c.He} already had {e} {thing} at home. How many {thing} does {c.he} have now?",
            [f"{c.name} buys {a} * {b} = {a * b} {thing}.", f"Now {c.he} has {a * b} + {e} = {a * b + e} {thing}."], a * b + e, (a, b, e))


@story
def twice_as_many(d, c):
    thing, a = d.choice(TOYS), d.randint(5, 40)
    times, word = d.choice([(2, "twice"), (3, "three times"), (4, "four times")])
    return (f"{c.name} has {a} {thing}. {c.friend} has {word} as many {thing} as {c.name}. How many {thing} do they have altogether?",
            [f"{c.friend} has {times} * {a} = {times * a} {thing}.", f"Together they have {a} + {times * a} = {a + times * a} {thing}."], a + times * a, (a, times))


@story
def bakery_day(d, c):
    thing, a, b, price = d.choice(FOODS), d.randint(20, 60), d.randint(2, 15), d.randint(2, 6)
    return (f"A bakery makes {a} {thing} in the morning. {c.name} burns {b} of them. The rest are sold for ${price} each. How much money does the bakery earn?",
            [f"The bakery sells {a} - {b} = {a - b} {thing}.", f"It earns {a - b} * {price} = ${(a - b) * price}."], (a - b) * price, (a, b, price))


@story
def weekly_saving(d, c):
    a, weeks, spent = d.randint(5, 20), d.randint(3, 10), d.randint(3, 14)
    return (f"{c.name} saves ${a} every week for {weeks} weeks. Then {c.he} spends ${spent} on a book. How much money does {c.name} have left?",
            [f"{c.name} saves {a} * {weeks} = ${a * weeks}.", f"After buying the book {c.he} has {a * weeks} - {spent} = ${a * weeks - spent}."], a * weeks - spent, (a, weeks, spent))


@story
def hourly_wage(d, c):
    wage, a, b = d.randint(8, 20), d.randint(2, 8), d.randint(2, 8)
    return (f"{c.name} earns ${wage} an hour. {c.He} works {a} hours on Monday and {b} hours on Tuesday. How much does {c.he} earn on the two days?",
            [f"{c.name} works {a} + {b} = {a + b} hours.", f"{c.He} earns {a + b} * {wage} = ${(a + b) * wage}."], (a + b) * wage, (wage, a, b))


@story
def pages_left(d, c):
    pages, per_day, days = d.randint(120, 200), d.randint(8, 20), d.randint(2, 6)
    read = per_day * days
    return (f"{c.name} is reading a book of {pages} pages. {c.He} reads {per_day} pages a day for {days} days. How many pages are left?",
            [f"{c.name} reads {per_day} * {days} = {read} pages.", f"There are {pages} - {read} = {pages - read} pages left."], pages - read, (pages, per_day, days))


@story
def rows_in_garden(d, c):
    thing, a, b, e = d.choice(PLANTS), d.randint(3, 10), d.randint(4, 12), d.randint(2, 11)
    return (f"{c.name} plants {a} rows of {thing} with {b} {thing} in each row. After a storm {e} of the {thing} die. How many {thing} are left in the garden?",
            [f"{c.name} plants {a} * {b} = {a * b} {thing}.", f"After the storm there are {a * b} - {e} = {a * b - e} {thing} left."], a * b - e, (a, b, e))


@story
def shared_equally(d, c):
    thing, each, people, extra = d.choice(FOODS), d.randint(3, 12), d.randint(3, 8), d.randint(2, 12)
    total = each * people
    return (f"{c.name} bakes {total + extra} {thing}. {c.He} keeps {extra} of them and shares the rest equally among {people} friends. How many {thing} does each friend get?",
            [f"{c.name} shares {total + extra} - {extra} = {total} {thing}.", f"Each friend gets {total} / {people} = {each} {thing}."], each, (each, people, extra))


@story
def farm_legs(d, c):
    first, second = d.sample(["goats", "sheep", "cows", "horses", "pigs"], 2)
    a, b, birds = d.randint(2, 15), d.randint(2, 15), d.randint(3, 20)
    legs = (a + b) * 4
    return (f"On the farm of {c.name} there are {a} {first}, {b} {second} and {birds} chickens. How many legs do the animals have altogether?",
            [f"There are {a} + {b} = {a + b} animals with four legs.", f"They have {a + b} * 4 = {legs} legs.", f"The chickens have {birds} * 2 = {birds * 2} legs.", f"Altogether there are {legs} + {birds * 2} = {legs + birds * 2} legs."], legs + birds * 2, (a, b, birds))


@story
def change_from_note(d, c):
    thing, a, price, note = d.choice(FRUITS), d.randint(2, 9), d.randint(1, 5), d.choice([50, 60, 80, 100])
    return (f"{c.name} buys {a} boxes of {thing} for ${price} each and pays with ${note}. How much change does {c.he} get?",
            [f"The {thing} cost {a} * {price} = ${a * price}.", f"{c.name} gets {note} - {a * price} = ${note - a * price} back."], note - a * price, (a, price, note))


@story
def ages(d, c):
    a, older, years = d.randint(5, 15), d.randint(2, 12), d.randint(2, 20)
    return (f"{c.name} is {a} years old. {c.friend} is {older} years older than {c.name}. How old will {c.friend} be in {years} years?",
            [f"{c.friend} is {a} + {older} = {a + older} years old now.", f"In {years} years {c.friend} will be {a + older} + {years} = {a + older + years} years old."], a + older + years, (a, older, years))


@story
def bus_stops(d, c):
    a, off, on = d.randint(15, 50), d.randint(2, 12), d.randint(2, 15)
    return (f"A bus starts with {a} people. At the first stop {off} people get off and {on} people get on. At the second stop {c.name} gets on alone. How many people are on the bus now?",
            [f"After people get off there are {a} - {off} = {a - off} people.", f"After people get on there are {a - off} + {on} = {a - off + on} people.", f"With {c.name} there are {a - off + on} + 1 = {a - off + on + 1} people."], a - off + on + 1, (a, off, on))


@story
def running_distance(d, c):
    a, b, days = d.randint(2, 9), d.randint(1, 6), d.randint(3, 7)
    return (f"{c.name} runs {a} miles every morning and walks {b} miles every evening. How many miles does {c.he} cover in {days} days?",
            [f"{c.name} covers {a} + {b} = {a + b} miles a day.", f"In {days} days {c.he} covers {a + b} * {days} = {(a + b) * days} miles."], (a + b) * days, (a, b, days))


@story
def classrooms(d, c):
    rooms, pupils, ill = d.randint(3, 9), d.randint(12, 30), d.randint(3, 15)
    return (f"The school of {c.name} has {rooms} classes with {pupils} students each. Today {ill} students are ill. How many students are in school today?",
            [f"The school has {rooms} * {pupils} = {rooms * pupils} students.", f"Today {rooms * pupils} - {ill} = {rooms * pupils - ill} students are there."], rooms * pupils - ill, (rooms, pupils, ill))


@story
def egg_boxes(d, c):
    hens, eggs, box = d.randint(3, 12), d.randint(2, 6), d.choice([2, 3, 4, 6])
    total = hens * eggs * box
    return (f"{c.name} has {hens} hens. Each hen lays {eggs} eggs a week. After {box} weeks {c.he} sells all the eggs for $1 each. How much money does {c.he} get?",
            [f"The hens lay {hens} * {eggs} = {hens * eggs} eggs a week.", f"In {box} weeks they lay {hens * eggs} * {box} = {total} eggs.", f"{c.name} gets {total} * 1 = ${total}."], total, (hens, eggs, box))


@story
def half_as_many(d, c):
    first, second = d.sample(FRUITS, 2)
    half = d.randint(4, 40)
    return (f"{c.name} picks {2 * half} {first} and half as many {second}. How many pieces of fruit does {c.he} pick in total?",
            [f"{c.name} picks {2 * half} / 2 = {half} {second}.", f"In total {c.he} picks {2 * half} + {half} = {3 * half} pieces of fruit."], 3 * half, (half, FRUITS.index(first)))


@story
def party_guests(d, c):
    guests, each, bought = d.randint(4, 12), d.randint(2, 6), d.randint(5, 20)
    needed = guests * each
    bought = min(bought, needed - 1)
    return (f"{c.name} invites {guests} friends to a party and wants to give each of them {each} balloons. {c.He} has {bought} balloons. How many more balloons does {c.he} need?",
            [f"{c.name} needs {guests} * {each} = {needed} balloons.", f"{c.He} still needs {needed} - {bought} = {needed - bought} balloons."], needed - bought, (guests, each, bought))


@story
def water_tank(d, c):
    tank, rate, minutes = d.randint(100, 200), d.randint(3, 12), d.randint(3, 8)
    return (f"A tank holds {tank} liters of water. {c.name} lets {rate} liters flow out every minute. How many liters are left after {minutes} minutes?",
            [f"In {minutes} minutes {rate} * {minutes} = {rate * minutes} liters flow out.", f"There are {tank} - {rate * minutes} = {tank - rate * minutes} liters left."], tank - rate * minutes, (tank, rate, minutes))


@story
def train_ride(d, c):
    speed, hours, rest = d.choice(range(30, 81, 5)), d.randint(2, 6), d.randint(5, 40)
    return (f"{c.name} drives at {speed} miles per hour for {hours} hours and then {rest} more miles through a city. How far does {c.he} drive in total?",
            [f"{c.name} drives {speed} * {hours} = {speed * hours} miles.", f"In total {c.he} drives {speed * hours} + {rest} = {speed * hours + rest} miles."], speed * hours + rest, (speed, hours, rest))


@story
def cinema(d, c):
    adults, children, price, child = d.randint(2, 6), d.randint(2, 8), d.randint(8, 15), d.randint(3, 7)
    return (f"A cinema ticket costs ${price} for an adult and ${child} for a child. {c.name} buys tickets for {adults} adults and {children} children. How much does {c.he} pay?",
            [f"The adults cost {adults} * {price} = ${adults * price}.", f"The children cost {children} * {child} = ${children * child}.", f"{c.name} pays {adults * price} + {children * child} = ${adults * price + children * child}."],
            adults * price + children * child, (adults, children, price, child))


@story
def library_shelves(d, c):
    shelves, books, lent = d.randint(3, 12), d.randint(8, 25), d.randint(4, 20)
    return (f"{c.name} works in a library. There are {shelves} shelves with {books} books each, and {lent} of the books are lent out. How many books are in the library now?",
            [f"The shelves hold {shelves} * {books} = {shelves * books} books.", f"Now there are {shelves * books} - {lent} = {shelves * books - lent} books."], shelves * books - lent, (shelves, books, lent))


@story
def three_days(d, c):
    thing, a, more, fewer = d.choice(FOODS), d.randint(10, 40), d.randint(2, 12), d.randint(2, 9)
    b, e = a + more, a - fewer
    return (f"{c.name} sells {a} {thing} on Friday, {more} more than that on Saturday and {fewer} fewer than on Friday on Sunday. How many {thing} does {c.he} sell in the three days?",
            [f"On Saturday {c.name} sells {a} + {more} = {b} {thing}.", f"On Sunday {c.he} sells {a} - {fewer} = {e} {thing}.", f"In the three days {c.he} sells {a} + {b} + {e} = {a + b + e} {thing}."], a + b + e, (a, more, fewer))


@story
def paint_walls(d, c):
    rooms, walls, done = d.randint(2, 8), d.randint(3, 6), d.randint(1, 5)
    return (f"{c.name} has to paint {rooms} rooms with {walls} walls each. {c.He} has painted {done} walls so far. How many walls are still to be painted?",
            [f"There are {rooms} * {walls} = {rooms * walls} walls.", f"{c.name} still has to paint {rooms * walls} - {done} = {rooms * walls - done} walls."], rooms * walls - done, (rooms, walls, done))


@story
def toy_discount(d, c):
    price, off, count = d.randint(10, 40), d.randint(2, 8), d.randint(2, 6)
    return (f"A toy car costs ${price}. In a sale each car is ${off} cheaper. {c.name} buys {count} cars in the sale. How much does {c.he} pay?",
            [f"In the sale a car costs {price} - {off} = ${price - off}.", f"{c.name} pays {price - off} * {count} = ${(price - off) * count}."], (price - off) * count, (price, off, count))


@story
def team_points(d, c):
    a, b, points, other = d.randint(2, 9), d.randint(2, 9), d.choice([2, 3]), d.randint(3, 20)
    return (f"{c.name} scores {a} baskets in the first half and {b} baskets in the second half. Each basket is worth {points} points. {c.friend} scores {other} points. How many points do they score together?",
            [f"{c.name} scores {a} + {b} = {a + b} baskets.", f"That is {a + b} * {points} = {(a + b) * points} points.", f"Together they score {(a + b) * points} + {other} = {(a + b) * points + other} points."], (a + b) * points + other, (a, b, points, other))


@story
def cut_rope(d, c):
    pieces, length, rest = d.randint(3, 9), d.randint(3, 12), d.randint(1, 9)
    total = pieces * length + rest
    return (f"{c.name} has a rope of {total} feet. {c.He} cuts off {pieces} pieces of {length} feet each. How many feet of rope are left?",
            [f"{c.name} cuts off {pieces} * {length} = {pieces * length} feet.", f"There are {total} - {pieces * length} = {rest} feet left."], rest, (pieces, length, rest))


@story
def homework_minutes(d, c):
    maths, reading, days = d.randint(10, 30), d.randint(5, 25), d.randint(2, 5)
    return (f"Every day {c.name} spends {maths} minutes on math and {reading} minutes on reading. How many minutes of homework does {c.he} do in {days} days?",
            [f"{c.name} does {maths} + {reading} = {maths + reading} minutes of homework a day.", f"In {days} days {c.he} does {maths + reading} * {days} = {(maths + reading) * days} minutes."], (maths + reading) * days, (maths, reading, days))


@story
def fish_tanks(d, c):
    tanks, fish, bought = d.randint(2, 9), d.randint(4, 15), d.randint(2, 12)
    return (f"{c.name} has {tanks} fish tanks with {fish} fish in each. {c.He} buys {bought} more fish. How many fish does {c.name} have?",
            [f"The tanks hold {tanks} * {fish} = {tanks * fish} fish.", f"With the new ones {c.name} has {tanks * fish} + {bought} = {tanks * fish + bought} fish."], tanks * fish + bought, (tanks, fish, bought))


@story
def equal_weeks(d, c):
    per_week, weeks, had = d.randint(4, 20), d.randint(3, 9), d.randint(5, 30)
    price = per_week * weeks + had
    return (f"A bike costs ${price}. {c.name} already has ${had} and saves ${per_week} a week. How many weeks does {c.he} need to save for the bike?",
            [f"{c.name} still needs {price} - {had} = ${per_week * weeks}.", f"{c.He} needs {per_week * weeks} / {per_week} = {weeks} weeks."], weeks, (per_week, weeks, had))


@story
def pizza_slices(d, c):
    pizzas, slices, people, each = d.randint(3, 8), d.choice([6, 8, 10]), d.randint(3, 9), d.randint(2, 3)
    people = min(people, pizzas * slices // each - 1)
    left = pizzas * slices - people * each
    return (f"{c.name} orders {pizzas} pizzas with {slices} slices each. {people} people eat {each} slices each. How many slices are left?",
            [f"There are {pizzas} * {slices} = {pizzas * slices} slices.", f"The people eat {people} * {each} = {people * each} slices.", f"There are {pizzas * slices} - {people * each} = {left} slices left."], left, (pizzas, slices, people, each))


@story
def collecting_cans(d, c):
    a, b, days = d.randint(3, 15), d.randint(3, 15), d.randint(3, 8)
    return (f"{c.name} collects {a} cans a day and {c.friend} collects {b} cans a day. How many cans do they collect together in {days} days?",
            [f"Together they collect {a} + {b} = {a + b} cans a day.", f"In {days} days they collect {a + b} * {days} = {(a + b) * days} cans."], (a + b) * days, (a, b, days))


@story
def parking_lot(d, c):
    rows, cars, leave, come = d.randint(3, 9), d.randint(4, 12), d.randint(2, 10), d.randint(2, 10)
    total = rows * cars
    return (f"A parking lot has {rows} rows with {cars} cars in each row. {leave} cars leave and {come} new cars arrive. How many cars are in the parking lot now?",
            [f"At first there are {rows} * {cars} = {total} cars.", f"After some leave there are {total} - {leave} = {total - leave} cars.", f"Now there are {total - leave} + {come} = {total - leave + come} cars."], total - leave + come, (rows, cars, leave, come))


@story
def school_supplies(d, c):
    pens, pen, books, book = d.randint(2, 9), d.randint(1, 4), d.randint(2, 7), d.randint(2, 6)
    total = pens * pen + books * book
    return (f"{c.name} buys {pens} pens for ${pen} each and {books} notebooks for ${book} each. How much does {c.he} spend?",
            [f"The pens cost {pens} * {pen} = ${pens * pen}.", f"The notebooks cost {books} * {book} = ${books * book}.", f"{c.name} spends {pens * pen} + {books * book} = ${total}."], total, (pens, pen, books, book))


@story
def profit(d, c):
    thing, count, cost, price = d.choice(FOODS), d.randint(5, 20), d.randint(1, 4), d.randint(5, 9)
    return (f"{c.name} makes {count} {thing}. Each one costs ${cost} to make and is sold for ${price}. How much profit does {c.he} make?",
            [f"The profit on each one is {price} - {cost} = ${price - cost}.", f"{c.name} makes {count} * {price - cost} = ${count * (price - cost)} profit."], count * (price - cost), (count, cost, price))


@story
def older_animals(d, c):
    kind = d.choice(ANIMALS)
    a, born, sold = d.randint(10, 50), d.randint(2, 15), d.randint(2, 9)
    return (f"{c.name} has {a} {kind}. This year {born} more are born and {c.he} sells {sold} of the {kind}. How many {kind} does {c.name} have now?",
            [f"With the young ones {c.name} has {a} + {born} = {a + born} {kind}.", f"After the sale {c.he} has {a + born} - {sold} = {a + born - sold} {kind}."], a + born - sold, (a, born, sold))


@story
def photo_album(d, c):
    pages, photos, empty = d.randint(6, 20), d.randint(2, 6), d.randint(1, 5)
    return (f"{c.name} has a photo album with {pages} pages. {empty} pages are empty and every other page has {photos} photos. How many photos are in the album?",
            [f"There are {pages} - {empty} = {pages - empty} pages with photos.", f"The album has {pages - empty} * {photos} = {(pages - empty) * photos} photos."], (pages - empty) * photos, (pages, photos, empty))


@story
def phone_minutes(d, c):
    a, b, e = d.randint(10, 40), d.randint(5, 30), d.randint(5, 25)
    plan = a + b + e + d.randint(10, 60)
    total = a + b + e
    return (f"{c.name} may talk {plan} minutes on the phone this month. {c.He} talks {a} minutes with {c.friend}, {b} minutes with {c.his} uncle and {e} minutes with a neighbor. How many minutes are left?",
            [f"{c.name} talks {a} + {b} + {e} = {total} minutes.", f"There are {plan} - {total} = {plan - total} minutes left."], plan - total, (a, b, e, plan))


@story
def truck_boxes(d, c):
    trucks, boxes, kilos = d.randint(2, 6), d.randint(3, 12), d.randint(2, 6)
    return (f"{c.name} loads {trucks} trucks with {boxes} boxes each. Each box weighs {kilos} pounds. How many pounds do the trucks carry altogether?",
            [f"The trucks carry {trucks} * {boxes} = {trucks * boxes} boxes.", f"The boxes weigh {trucks * boxes} * {kilos} = {trucks * boxes * kilos} pounds."], trucks * boxes * kilos, (trucks, boxes, kilos))


@story
def candles_left(d, c):
    packs, candles, nights, each = d.randint(3, 8), d.choice([6, 8, 10, 12]), d.randint(2, 6), d.randint(1, 3)
    total, used = packs * candles, nights * each
    return (f"{c.name} buys {packs} packs of {candles} candles. {c.He} burns {each} candles a night for {nights} nights. How many candles does {c.he} have left?",
            [f"{c.name} buys {packs} * {candles} = {total} candles.", f"{c.He} burns {nights} * {each} = {used} candles.", f"{c.He} has {total} - {used} = {total - used} candles left."], total - used, (packs, candles, nights, each))


def make(draw: random.Random, index: int) -> Problem:
    question, steps, result, numbers = STORIES[index](draw, Cast(draw))
    return Problem(question, tuple(steps), result, (index, *numbers))


def evaluation_problems(count: int = EVALUATION_COUNT) -> list[Problem]:
    """The fixed problems that are measured on: every story in turn, no two with the same numbers."""
    draw, seen, problems = random.Random(EVALUATION_SEED), set(), []
    while len(problems) < count:
        problem = make(draw, len(problems) % len(STORIES))
        if problem.key not in seen:
            seen.add(problem.key)
            problems.append(problem)
    return problems


def training_problems(count: int, seed: int) -> list[Problem]:
    """Problems to train on: none shares its story and numbers with one of the evaluation problems."""
    held_out = {problem.key for problem in evaluation_problems()}
    draw, problems = random.Random(seed), []
    while len(problems) < count:
        problem = make(draw, draw.randrange(len(STORIES)))
        if problem.key not in held_out:
            problems.append(problem)
    return problems


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--out", type=Path, default=Path("examples/prompts/word-problems.jsonl"))
    out = arguments.parse_args().out
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8", newline="\n") as file:
        for number, problem in enumerate(evaluation_problems(), 1):
            prompt = f"<|bos|><|user|>{problem.question}<|assistant|>"
            file.write(json.dumps({"id": f"wp-{number:03}", "prompt": prompt}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
