"""Options of every session that opens one of our graphs in Python."""

import onnxruntime as ort


def session_options(threads: int = 1) -> ort.SessionOptions:
    """Products are exact on x86 processors without VNNI too, as the service's are (exact-products.ts)."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    options.add_session_config_entry("session.x64quantprecision", "1")
    return options
