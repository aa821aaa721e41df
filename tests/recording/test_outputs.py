from jupyter_repro.recording.outputs import OutputArea


def area(*messages, displays=None):
    made = OutputArea({} if displays is None else displays)
    for kind, content in messages:
        made.receive(kind, content)
    return made


def stream(text, name="stdout"):
    return "stream", {"name": name, "text": text}


def display(text, display_id=None, kind="display_data"):
    transient = {"display_id": display_id} if display_id else {}
    return kind, {"data": {"text/plain": text}, "metadata": {}, "transient": transient}


def shown(made):
    return [
        output.get("text") or output.get("data", {}).get("text/plain") for output in made.notebook_outputs()
    ]


def test_chunks_of_one_stream_are_one_output_and_another_stream_begins_a_new_one():
    assert shown(area(stream("a"), stream("b\n"), stream("!", "stderr"), stream("c"))) == ["ab\n", "!", "c"]


def test_an_update_reaches_the_display_of_an_earlier_cell():
    displays = {}
    first = area(display("old", "d1"), displays=displays)
    area(display("new", "d1", kind="update_display_data"), displays=displays)
    assert shown(first) == ["new"]


def test_an_update_of_a_display_that_nobody_shows_is_nothing():
    assert shown(area(display("new", "d1", kind="update_display_data"))) == []


def test_clear_output_clears_at_once_or_when_the_next_output_comes():
    assert shown(area(stream("a"), ("clear_output", {"wait": False}), stream("b"))) == ["b"]
    assert shown(area(stream("a"), ("clear_output", {"wait": True}))) == ["a"]
    assert shown(area(stream("a"), ("clear_output", {"wait": True}), stream("b"))) == ["b"]


def test_what_an_output_widget_takes_is_not_shown_by_the_cell():
    def widget(request):
        return "comm_msg", {"comm_id": "w", "data": {"method": "update", "state": {"msg_id": request}}}

    assert shown(area(stream("a"), widget("r1"), stream("in the widget"), widget(""), stream("b"))) == ["ab"]


def test_an_error_keeps_its_name_message_and_traceback():
    error = {"ename": "ValueError", "evalue": "x", "traceback": ["…"], "status": "error"}
    assert area(("error", error)).notebook_outputs() == [
        {"output_type": "error", "ename": "ValueError", "evalue": "x", "traceback": ["…"]}
    ]
