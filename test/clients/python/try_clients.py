"""Python clients, unmodified, against a running service: python try_clients.py http://127.0.0.1:8080

Prints a line for each check, and exits with 1 where one failed.
"""

import asyncio
import os
import sys
import traceback
from importlib.metadata import version

# Prices are of no use here, and are looked up elsewhere.
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

BASE = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
KEY = os.environ.get("DUNNOCK_API_KEY", "none")
V1 = f"{BASE}/v1"
QUESTION = "When does the library open on Sunday?"
EVIDENCE = [{"text": "On Sunday the library opens at 11.", "title": "Opening hours", "url": "https://library.example/"}]
CHECKS = []


def check(package):
    def add(function):
        CHECKS.append((package, function))
        return function

    return add


@check("openai")
def chat_completions_whole_and_streamed():
    from openai import OpenAI

    client = OpenAI(base_url=V1, api_key=KEY)
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": QUESTION}]
    whole = client.chat.completions.create(
        model="dunnock", messages=messages, temperature=0.1, extra_body={"dunnock": {"evidence": EVIDENCE}}
    )
    assert whole.choices[0].message.content and whole.usage.total_tokens > 0
    for note in whole.choices[0].message.annotations:
        assert note.url_citation.end_index > note.url_citation.start_index
    stream = client.chat.completions.create(
        model="dunnock", messages=messages, stream=True, stream_options={"include_usage": True}
    )
    chunks = list(stream)
    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert chunks[-1].usage.total_tokens > 0


@check("openai")
def responses_are_gone_on_with_read_and_deleted():
    from openai import NotFoundError, OpenAI

    client = OpenAI(base_url=V1, api_key=KEY)
    first = client.responses.create(model="dunnock", instructions="Be brief.", input=QUESTION)
    assert first.output_text and first.usage.total_tokens > 0
    second = client.responses.create(
        model="dunnock", previous_response_id=first.id, input=[{"role": "user", "content": "And on Monday?"}]
    )
    assert client.responses.retrieve(second.id).output_text == second.output_text
    with client.responses.stream(model="dunnock", input=QUESTION) as stream:
        for _ in stream:
            pass
        assert stream.get_final_response().output_text
    client.responses.delete(second.id)
    try:
        client.responses.retrieve(second.id)
    except NotFoundError:
        return
    raise AssertionError("a deleted response is still there")


@check("openai")
def json_and_forced_tools_are_refused():
    from openai import BadRequestError, OpenAI

    client = OpenAI(base_url=V1, api_key=KEY, max_retries=0)
    tools = [{"type": "function", "function": {"name": "clock", "parameters": {"type": "object", "properties": {}}}}]
    for more in [{"response_format": {"type": "json_object"}}, {"tools": tools, "tool_choice": "required"}]:
        try:
            client.chat.completions.create(model="dunnock", messages=[{"role": "user", "content": "x"}], **more)
        except BadRequestError as error:
            assert error.type == "invalid_request_error" and error.param
            continue
        raise AssertionError(f"not refused: {more}")


@check("langchain-openai")
def langchain_invokes_and_streams():
    from langchain_openai import ChatOpenAI

    turns = [("system", "Be brief."), ("human", "Hello"), ("ai", "Hello!"), ("human", QUESTION)]
    for use_responses_api in (False, True):
        model = ChatOpenAI(
            model="dunnock", base_url=V1, api_key=KEY, use_responses_api=use_responses_api, stream_usage=True
        )
        whole = model.invoke(turns)
        assert whole.text and whole.usage_metadata["total_tokens"] > 0
        chunks = list(model.stream(turns))
        assert "".join(chunk.text for chunk in chunks)
        assert sum((chunk.usage_metadata or {}).get("total_tokens", 0) for chunk in chunks) > 0


@check("llama-index-llms-openai")
def llama_index_chats_and_completes():
    from llama_index.core.llms import ChatMessage
    from llama_index.llms.openai import OpenAI

    # It knows OpenAI's names alone; the service takes them.
    chat = OpenAI(model="gpt-4o-mini", api_base=V1, api_key=KEY)
    messages = [ChatMessage(role="system", content="Be brief."), ChatMessage(role="user", content=QUESTION)]
    assert chat.chat(messages).message.content
    assert [part.delta for part in chat.stream_chat(messages)]
    # Without max_tokens it fetches a tokenizer to count with.
    completion = OpenAI(model="gpt-3.5-turbo-instruct", api_base=V1, api_key=KEY, max_tokens=200)
    assert completion.complete(QUESTION).text
    assert "".join(part.delta or "" for part in completion.stream_complete(QUESTION))


@check("litellm")
def litellm_completes_in_three_shapes():
    import litellm

    messages = [{"role": "user", "content": QUESTION}]
    for model, base in [("openai/dunnock", V1), ("anthropic/dunnock", BASE)]:
        whole = litellm.completion(model=model, api_base=base, api_key=KEY, messages=messages)
        assert whole.choices[0].message.content and whole.usage.total_tokens > 0
        stream = litellm.completion(model=model, api_base=base, api_key=KEY, messages=messages, stream=True)
        assert "".join(part.choices[0].delta.content or "" for part in stream)
    text = litellm.text_completion(model="text-completion-openai/dunnock", api_base=V1, api_key=KEY, prompt=QUESTION)
    assert text.choices[0].text


@check("openai-agents")
def agents_run_with_a_session_and_a_tool():
    from agents import Agent, OpenAIChatCompletionsModel, OpenAIResponsesModel, Runner, function_tool, set_tracing_disabled
    from openai import AsyncOpenAI

    set_tracing_disabled(True)

    @function_tool
    def clock() -> str:
        """Tells the time."""
        return "noon"

    async def run():
        client = AsyncOpenAI(base_url=V1, api_key=KEY)
        for kind in (OpenAIChatCompletionsModel, OpenAIResponsesModel):
            model = kind(model="dunnock", openai_client=client)
            agent = Agent(name="Reader", instructions="Be brief.", tools=[clock], model=model)
            first = await Runner.run(agent, QUESTION)
            assert first.final_output
            again = first.to_input_list() + [{"role": "user", "content": "And on Monday?"}]
            assert (await Runner.run(agent, again)).final_output
            streamed = Runner.run_streamed(agent, QUESTION)
            async for _ in streamed.stream_events():
                pass
            assert streamed.final_output
        model = OpenAIResponsesModel(model="dunnock", openai_client=client)
        agent = Agent(name="Reader", instructions="Be brief.", model=model)
        first = await Runner.run(agent, QUESTION)
        later = await Runner.run(agent, "And on Monday?", previous_response_id=first.last_response_id)
        assert later.final_output

    asyncio.run(run())


@check("anthropic")
def anthropic_cites_a_document_and_streams():
    from anthropic import Anthropic

    client = Anthropic(base_url=BASE, api_key=KEY)
    book = "The library is open from 9 to 18. On Sunday the library opens at 11."
    document = {
        "type": "document",
        "source": {"type": "text", "media_type": "text/plain", "data": book},
        "title": "Opening hours",
        "citations": {"enabled": True},
    }
    asked = {
        "model": "dunnock",
        "max_tokens": 100,
        "messages": [{"role": "user", "content": [document, {"type": "text", "text": QUESTION}]}],
    }
    whole = client.messages.create(**asked)
    assert "".join(block.text for block in whole.content) and whole.usage.output_tokens > 0
    for block in whole.content:
        for citation in block.citations or []:
            assert citation.cited_text == book[citation.start_char_index : citation.end_char_index]
    with client.messages.stream(**asked) as stream:
        assert "".join(stream.text_stream)
        assert stream.get_final_message().stop_reason == "end_turn"
    assert client.messages.count_tokens(model="dunnock", messages=asked["messages"]).input_tokens > 0


def main() -> int:
    failed = 0
    for package, function in CHECKS:
        try:
            function()
            outcome = "ok"
        except Exception:
            failed += 1
            outcome = "FAILED"
            traceback.print_exc()
        print(f"| {package} {version(package)} | {function.__name__.replace('_', ' ')} | {outcome} |", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
