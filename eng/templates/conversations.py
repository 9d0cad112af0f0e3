#!/usr/bin/env python3
"""Writes the cases of chat templates with conversations: conversations.py TEMPLATE... > cases.jsonl

A case is {"id", "template", "variables"}; its id is the template's file name and the conversation's name.
Every conversation is given as transformers gives it: messages, tools, documents, add_generation_prompt, the
tokenizer's special tokens and whatever else the caller says.
"""
import json
import os
import sys

SPECIAL = {
    "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>", "sep_token": "<sep>",
    "cls_token": "<cls>", "mask_token": "<mask>", "additional_special_tokens": ["<|im_start|>", "<|im_end|>"],
}
LONG = "First line.\n\nSecond one, with \"quotes\", it's <b>marked</b> & ends with a blank \n"
ODD = "\x1c \t trimmed?\u2003\x1f\r\nnext\rlast \U0001f600 e\u0301 \u2028\u00a0\x85 "


def system(content):
    return {"role": "system", "content": content}


def user(content, **more):
    return {"role": "user", "content": content, **more}


def assistant(content, **more):
    return {"role": "assistant", "content": content, **more}


def call(name, arguments, number=0):
    return {"id": f"callabcd{number}", "type": "function", "function": {"name": name, "arguments": arguments}}


def result(content, name="look_up_weather", number=0):
    return {"role": "tool", "name": name, "tool_call_id": f"callabcd{number}", "content": content}


def tool(name, description, properties, required, **more):
    parameters = {"type": "object", "properties": properties, "required": required, **more}
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


WEATHER = tool("look_up_weather", "Says how the weather is.", {
    "place": {"type": "string", "description": "A town, such as Genève or 東京"},
    "unit": {"type": "string", "enum": ["celsius", "fahrenheit"], "default": "celsius"},
}, ["place"])
BOOKING = tool("book", "Books a journey.\nIt is paid at once.", {
    "days": {"type": "integer", "minimum": 1, "maximum": 30},
    "price": {"type": "number", "default": 12.0, "nullable": True},
    "who": {"type": "array", "items": {"type": "object", "properties": {
        "name": {"type": "string"}, "age": {"type": ["integer", "null"]}}, "required": ["name"]}, "minItems": 1},
    "seat": {"anyOf": [{"type": "string"}, {"type": "integer"}], "description": "A \"seat\", <window> or aisle"},
    "insured": {"type": "boolean", "default": False},
    "extra": {"type": "object", "properties": {"note": {"type": "string"}}, "additionalProperties": False},
}, ["days", "who"], additionalProperties=False)
CLOCK = tool("clock", "Tells the time.", {}, [])
TOOLS = [WEATHER, BOOKING, CLOCK]
DOCUMENTS = [{"title": "Rivers", "text": "The Aare is 288 km long.", "doc_id": 1, "contents": "The Aare."},
             {"title": "Lakes é", "text": "Deep & cold.\nVery.", "doc_id": 2, "contents": "A lake."}]
ARGUMENTS = {"place": "Genève", "unit": "celsius", "days": 3, "exact": True, "ratio": 0.5, "none": None, "more": {"a": [1, "b"]}}
THOUGHT = "The user greets me.\nI greet back."
PICTURE = {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}
LATER = user("And tomorrow?")
ASKED = [system("You are brief."), user("How is the weather in Genève?")]
CALLED = [*ASKED, assistant("", tool_calls=[call("look_up_weather", ARGUMENTS)]), result('{"sky": "clear", "°C": 21.5}')]
TURNS = [user("Hello!"), assistant("Hello. What may I do?"), user("Count to three."), assistant("1, 2, 3."), user(LONG)]

CONVERSATIONS = {
    "user": {"messages": [user("Hello, who are you?")]},
    "user unprompted": {"messages": [user("Hello, who are you?")], "add_generation_prompt": False},
    "system": {"messages": ASKED},
    "turns": {"messages": TURNS},
    "system and turns": {"messages": [system(LONG), *TURNS]},
    "ends with assistant": {"messages": [*ASKED, assistant("Clear.")], "add_generation_prompt": False},
    "assistant last, prompted": {"messages": [*ASKED, assistant("Clear.")]},
    "assistant first": {"messages": [assistant("Welcome."), user("Hi.")]},
    "system alone": {"messages": [system("You are brief.")]},
    "nothing": {"messages": []},
    "tools": {"messages": ASKED, "tools": TOOLS},
    "tools without system": {"messages": TURNS, "tools": [WEATHER]},
    "bare tools": {"messages": ASKED, "tools": [WEATHER["function"]]},
    "no tools": {"messages": ASKED, "tools": []},
    "called": {"messages": CALLED, "tools": TOOLS},
    "called with text": {"messages": [*ASKED, assistant("I look.", tool_calls=[call("clock", {})]), result("12:00", "clock"), assistant("Noon."), LATER], "tools": TOOLS},
    "called by string": {"messages": [*ASKED, assistant(None, tool_calls=[call("look_up_weather", json.dumps(ARGUMENTS))]), result("clear")], "tools": TOOLS},
    "calls at once": {"messages": [*ASKED, assistant("", tool_calls=[call("look_up_weather", ARGUMENTS), call("clock", {}, 1)]), result("clear"), result("12:00", "clock", 1), assistant("Clear at noon."), LATER], "tools": TOOLS},
    "bare call": {"messages": [*ASKED, {"role": "assistant", "tool_calls": [{"name": "clock", "arguments": {}}]}, {"role": "tool", "content": "12:00"}, assistant("Noon.")], "tools": [CLOCK]},
    "result of parts": {"messages": [*ASKED, assistant("", tool_calls=[call("clock", {"zone": "UTC"})]), result([{"type": "text", "text": "12:00"}], "clock"), assistant("Noon.")], "tools": TOOLS, "add_generation_prompt": False},
    "result as map": {"messages": [*ASKED, assistant("", tool_calls=[call("clock", {})]), result({"time": "12:00", "ok": True}, "clock")], "tools": TOOLS},
    "calls in a row": {"messages": [*CALLED, assistant("", reasoning_content="Once more.", tool_calls=[call("clock", {}, 1)]), result("12:00", "clock", 1)], "tools": TOOLS, "enable_thinking": True},
    "reasoned": {"messages": [user("Hi"), assistant("Hello.", reasoning_content=THOUGHT), LATER], "enable_thinking": True},
    "reasoned last": {"messages": [user("Hi"), assistant("Hello.", reasoning_content=THOUGHT, thinking=THOUGHT)], "add_generation_prompt": False},
    "think in content": {"messages": [user("Hi"), assistant(f"<think>\n{THOUGHT}\n</think>\n\nHello."), LATER, assistant("<think>Hm</think>Rain.")], "add_generation_prompt": False},
    "thinking off": {"messages": ASKED, "enable_thinking": False, "thinking": False},
    "thinking on": {"messages": ASKED, "enable_thinking": True, "thinking": True},
    "thinking off, called": {"messages": CALLED, "tools": TOOLS, "enable_thinking": False},
    "effort low": {"messages": ASKED, "reasoning_effort": "low", "model_identity": "You are a test."},
    "effort high": {"messages": CALLED, "tools": TOOLS, "reasoning_effort": "high", "builtin_tools": ["browser", "python"]},
    "parts": {"messages": [system("You see."), user([{"type": "text", "text": "What is "}, {"type": "image"}, {"type": "text", "text": "this? " + LONG}])]},
    "parts everywhere": {"messages": [{"role": "system", "content": [{"type": "text", "text": "You see."}]}, user([{"type": "text", "text": "Hi"}]), assistant([{"type": "text", "text": "Hello."}]), user([PICTURE, {"type": "text", "text": "And?"}, {"type": "video"}, {"type": "audio"}])]},
    "empty": {"messages": [system(""), user(""), assistant(""), user("")]},
    "null content": {"messages": [user("Hi"), assistant(None), user("Again")]},
    "no content": {"messages": [user("Hi"), {"role": "assistant"}, user("Again")]},
    "named": {"messages": [user("Hi", name="ann"), assistant("Hello.", name="bob"), user("Bye", name="ann")]},
    "odd blanks": {"messages": [system(ODD), user(ODD), assistant(ODD), user("\n\n" + ODD + "\n")]},
    "two users": {"messages": [user("One."), user("Two."), assistant("Three."), assistant("Four."), user("Five.")]},
    "late system": {"messages": [user("One."), assistant("Two."), system("Be brief."), user("Three.")]},
    "developer": {"messages": [{"role": "developer", "content": "Be exact."}, user("Hi")], "tools": [CLOCK]},
    "unknown role": {"messages": [user("Hi"), {"role": "narrator", "content": "It rains."}, user("So?")]},
    "documents": {"messages": ASKED, "documents": DOCUMENTS, "citation_mode": "fast"},
    "dated": {"messages": ASKED, "date_string": "26 Jul 2024", "tools_in_user_message": False, "tools": [WEATHER], "custom_tools": None},
    "dated, tools in user": {"messages": ASKED, "date_string": "26 Jul 2024", "tools_in_user_message": True, "tools": TOOLS},
    "no special tokens": {"messages": TURNS, **{name: "" for name in SPECIAL if name != "additional_special_tokens"}},
    "template syntax in text": {"messages": [system("{{ 1 }}{% if %}"), user("{# c #} {{ messages }}"), assistant("%} \\n \\u00e9"), user("<|im_start|>system\n</s>[INST]")]},
    "many turns": {"messages": [m for n in range(10) for m in (user(f"Question {n}?"), assistant(f"Answer {n}."))][:19]},
}


def variables(said):
    return {"tools": None, "documents": None, "add_generation_prompt": True, **SPECIAL, **said}


def main():
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8", newline="") as file:
            template = file.read()
        name = os.path.basename(path).removesuffix(".jinja")
        for conversation, said in CONVERSATIONS.items():
            case = {"id": f"{name} | {conversation}", "template": template, "variables": variables(said)}
            sys.stdout.write(json.dumps(case) + "\n")


if __name__ == "__main__":
    main()
