/** What failed, and what to do about it. Each row: English, Korean. */
export const ERROR_WORDS = /** @type {const} */ ({
  'error.other': ['That failed', '실패했습니다'],
  'error.ABORTED': ['Stopped', '중지됨'],
  'error.ABORTED.do': ['Nothing was answered.', '답변이 없습니다.'],
  'error.OVERLOADED': ['The service is busy', '서비스가 바쁩니다'],
  'error.OVERLOADED.do': [
    'It is answering as many turns as it can. Ask again in a moment.',
    '가능한 만큼 답하고 있습니다. 잠시 뒤 다시 질문하세요.',
  ],
  'error.RATE_LIMITED': ['Too many calls', '호출이 너무 많음'],
  'error.RATE_LIMITED.do': [
    'This address has asked too often within a minute. Wait a little, then ask again.',
    '1분 동안 너무 자주 질문했습니다. 잠시 뒤 다시 질문하세요.',
  ],
  'error.DIALOGUE_BUSY': [
    'This dialogue is already being answered',
    '이 대화는 이미 답변 중입니다',
  ],
  'error.DIALOGUE_BUSY.do': [
    'Another tab or program has asked in it. Wait for that reply, then ask again.',
    '다른 탭이나 프로그램이 질문했습니다. 그 답을 기다린 뒤 다시 질문하세요.',
  ],
  'error.DIALOGUE_NOT_FOUND': ['This dialogue is gone', '이 대화는 없습니다'],
  'error.DIALOGUE_NOT_FOUND.do': [
    'It was deleted, or belongs to other data. Start a new one.',
    '삭제되었거나 다른 데이터에 속합니다. 새 대화를 시작하세요.',
  ],
  'error.NOT_READY': ['The service is still starting', '서비스가 아직 시작하는 중입니다'],
  'error.NOT_READY.do': [
    'What you asked for comes as soon as it is ready.',
    '준비되는 대로 처리됩니다.',
  ],
  'error.UNAUTHORIZED': ['An API key is needed', 'API 키가 필요합니다'],
  'error.UNAUTHORIZED.do': [
    'The service was started with a key. Enter it to go on.',
    '키를 입력하면 계속할 수 있습니다.',
  ],
  'error.FORBIDDEN_ORIGIN': ['This address is refused', '이 주소는 거부됨'],
  'error.FORBIDDEN_ORIGIN.do': [
    'Add its name to DUNNOCK_HOSTS, or open the page under the address that the service listens on.',
    'DUNNOCK_HOSTS에 이름을 추가하거나, 서비스가 듣는 주소로 여세요.',
  ],
  'error.PAYLOAD_TOO_LARGE': ['That is too long', '너무 깁니다'],
  'error.PAYLOAD_TOO_LARGE.do': [
    'Shorten it, and give long texts as documents instead.',
    '줄이거나, 긴 글은 문서로 추가하세요.',
  ],
  'error.STORE_FAILED': ['The dialogue could not be written', '대화를 저장하지 못했습니다'],
  'error.STORE_FAILED.do': [
    'Is the disk full? Free some space, then ask again.',
    '디스크가 가득 찼나요? 공간을 비우고 다시 질문하세요.',
  ],
  'error.LANGUAGE_MODEL_FAILED': ['The language model failed', '언어 모델이 실패했습니다'],
  'error.LANGUAGE_MODEL_FAILED.do': [
    'Ask again; where that does not help, see the log of the service.',
    '다시 질문하세요. 그래도 안 되면 서비스 로그를 확인하세요.',
  ],
  'error.UNREACHABLE': ['The service does not answer', '서비스가 응답하지 않습니다'],
  'error.UNREACHABLE.do': [
    'Is it still running? Start it again with npm start.',
    '실행 중인가요? npm start로 다시 시작하세요.',
  ],
  'error.UNSUPPORTED_DOCUMENT': [
    'This kind of file can’t be read',
    '이 종류의 파일은 읽을 수 없습니다',
  ],
  'error.UNSUPPORTED_DOCUMENT.do': [
    'Text, Markdown, HTML and PDF can.',
    '텍스트, Markdown, HTML, PDF는 읽을 수 있습니다.',
  ],
})
