// The page's own words, in the two languages of its chrome. What people and the bot write is never translated.

const ROLES = {
  resident: ["居民", "Resident"],
  volunteer: ["志愿者", "Volunteer"],
  building_head: ["楼长", "Building head"],
  social_worker: ["社工", "Social worker"],
  station_head: ["站长", "Station head"],
  coordinator: ["协调员", "Coordinator"],
  administrator: ["管理员", "Administrator"],
  partner: ["协同单位", "Partner"],
  outsider: ["外人", "Outsider"],
  newcomer: ["未加入", "Not joined"],
};

const WORDS = {
  demo: ["演示", "Demo"],
  demo_why: ["这里是演示，不会发到真的 Telegram", "This is a demo: nothing is sent to the real Telegram"],
  cast: ["人物", "Cast"],
  find_person: ["找人", "Find a person"],
  nobody_found: ["没有这样的人", "Nobody like that"],
  nobody: ["还没有人物", "No people yet"],
  not_started: ["还没开始聊", "Not started yet"],
  blocked: ["已拉黑机器人", "Has blocked the bot"],
  unread: ["{n} 条未读", "{n} unread"],
  choose: ["选一个人，用这个人的身份说话", "Choose a person and talk as them"],
  choose_more: ["两三个人可以并排打开：一边报问题，一边看谁来接。",
    "Open two or three side by side: report on one, see who answers on the other."],
  as_person: ["{name}的手机", "{name}'s phone"],
  chat_of: ["{name} 和机器人的对话", "Chat of {name} with the bot"],
  back: ["返回", "Back"],
  close: ["关闭", "Close"],
  more: ["更多", "More"],
  today: ["今天", "Today"],
  yesterday: ["昨天", "Yesterday"],
  edited: ["已修改", "edited"],
  silent: ["静音发送", "Sent without sound"],
  earlier: ["看更早的消息", "Show earlier messages"],
  new_messages: ["{n} 条新消息", "{n} new"],
  to_bottom: ["回到最新", "Jump to the latest"],
  empty_title: ["还没有说过话", "Nothing said yet"],
  empty_started: ["像平时发微信一样写一句就行。比如：", "Just write as you would to a neighbour. For example:"],
  empty_start: ["按下面的“开始”，机器人就能给{name}回话。", "Press Start below, and the bot may write to {name}."],
  start: ["开始", "Start"],
  open_invitation: ["打开邀请", "Open an invitation"],
  invitation_hint: ["粘贴邀请链接或邀请码", "Paste an invitation link or code"],
  invitation_wrong: ["这不像邀请链接或邀请码", "This does not look like an invitation"],
  open: ["打开", "Open"],
  write: ["写给机器人…", "Write to the bot…"],
  caption: ["给照片加句话…", "Add a caption…"],
  send: ["发送", "Send"],
  save: ["保存修改", "Save the edit"],
  attach: ["添加", "Attach"],
  photos: ["照片", "Photos"],
  document: ["文件", "Document"],
  sticker: ["贴纸", "Sticker"],
  location: ["位置", "Location"],
  voice: ["语音文件", "Voice file"],
  remove: ["移除 {name}", "Remove {name}"],
  drop: ["松手，放进这个对话", "Drop to add to this chat"],
  reply: ["回复", "Reply"],
  edit: ["修改", "Edit"],
  copy: ["复制", "Copy"],
  copied: ["已复制", "Copied"],
  copy_failed: ["浏览器不让复制", "The browser refused to copy"],
  replying: ["回复 {name}", "Reply to {name}"],
  editing: ["修改消息", "Editing a message"],
  cancel: ["取消", "Cancel"],
  ok: ["知道了", "OK"],
  bot: ["机器人", "Bot"],
  you: ["自己", "Own message"],
  photo: ["照片", "Photo"],
  album: ["相册", "Album"],
  gone: ["原消息看不到了", "The message is gone"],
  keyboard: ["快捷键盘", "Reply keyboard"],
  no_answer: ["机器人 3 秒内没有回应这次点按", "The bot did not answer this tap within 3 seconds"],
  blocked_title: ["{name}拉黑了机器人，机器人发不进来。", "{name} has blocked the bot: nothing gets through."],
  block: ["拉黑机器人", "Block the bot"],
  unblock: ["解除拉黑", "Unblock the bot"],
  qr: ["二维码", "QR code"],
  qr_title: ["邀请二维码", "Invitation"],
  qr_who: ["让谁扫码打开？", "Who opens it?"],
  open_as: ["以{name}的身份打开", "Open as {name}"],
  latitude: ["纬度", "Latitude"],
  longitude: ["经度", "Longitude"],
  send_location: ["发送位置", "Send the location"],
  letters: ["信件", "Letters"],
  letters_why: ["机器人写出的每封信、送到没有", "Every letter of the bot, and its delivery"],
  letters_none: ["机器人没有和这个页面一起启动，所以这里看不到它的信件。用 fieldbot run 启动就有。",
    "The bot was not started together with this page, so its letters are not here. Start it with “fieldbot run”."],
  faults: ["捣乱", "Misbehave"],
  faults_title: ["让 Telegram 捣乱", "Make Telegram misbehave"],
  faults_why: ["看看网络不好的时候，机器人会不会丢话、说两遍。",
    "See whether the bot loses a word or says it twice when the network is bad."],
  faults_now: ["现在", "Now"],
  fault_none: ["一切正常", "All is well"],
  fault_left: ["还剩 {n} 次", "{n} more"],
  fault_stop: ["恢复正常", "Back to normal"],
  fault_429: ["太快了（429）", "Too fast (429)"],
  fault_429_why: ["拒收，并要机器人过几秒再来。", "Refuses, and asks the bot to come back in a few seconds."],
  fault_500: ["服务器出错（500）", "Server error (500)"],
  fault_500_why: ["说自己坏了，什么也没做。", "Says it is broken; nothing is done."],
  fault_slow: ["很慢", "Slow"],
  fault_slow_why: ["照做，但过几秒才回答。", "Does the work, but answers seconds later."],
  fault_drop_before: ["断线，没收到", "Connection lost before"],
  fault_drop_before_why: ["还没做就断了：消息没有送到。", "Cut off before anything was done: the message is not delivered."],
  fault_drop_after: ["断线，其实收到了", "Connection lost after"],
  fault_drop_after_why: ["做完才断：送到了，机器人却不知道。", "Cut off after the work: delivered, but the bot cannot know."],
  times: ["次数", "Times"],
  retry_after: ["让它等（秒）", "Wait (s)"],
  seconds: ["慢多少（秒）", "Delay (s)"],
  calls: ["捣乱哪些", "Which calls"],
  calls_all: ["收发都算", "Receiving and sending"],
  calls_sending: ["只是机器人发消息", "Only what the bot sends"],
  calls_receiving: ["只是机器人收消息", "Only what the bot receives"],
  apply: ["开始捣乱", "Start"],
  limits: ["Telegram 的限速", "Telegram's limits"],
  limits_why: ["每秒共 30 条；每个对话每秒 1 条", "30 messages a second in all, 1 a second a chat"],
  who_blocked: ["谁拉黑了机器人", "Who has blocked the bot"],
  lost: ["和演示服务器断开了，正在重连…", "Connection to the sandbox lost, reconnecting…"],
  failed: ["没有成功：{why}", "That did not work: {why}"],
  cannot_reach: ["连不上演示服务器", "The sandbox cannot be reached"],
  try_again: ["再试一次", "Try again"],
  language: ["English", "中文"],
  appearance: ["切换到英文界面", "Switch the page to Chinese"],
};

const EXAMPLES = {
  building_head: ["3栋化粪池漏了，味道很大", "四号楼电梯又停了，有老人下不来", "今天入户走访5户12人次"],
  volunteer: ["2栋502的陈奶奶摔了一跤，想有人陪去医院", "今天陪诊1人次，探访独居老人3户"],
  resident: ["楼下路灯坏了好几天", "垃圾桶满了没人收"],
  other: ["今天开展反诈宣传1场，35人次", "小区门口的井盖松了"],
};

const LANGUAGES = ["zh", "en"];
let chosen = 0;

/** Chinese unless English was chosen here before. */
export function recallLanguage() {
  chosen = Math.max(0, LANGUAGES.indexOf(localStorage.getItem("fieldbot.language")));
  document.documentElement.lang = chosen ? "en" : "zh-CN";
}

export function switchLanguage() {
  localStorage.setItem("fieldbot.language", LANGUAGES[1 - chosen]);
  recallLanguage();
}

export const locale = () => (chosen ? "en-GB" : "zh-CN");

/** The words for `key`, with {gaps} filled in. An unknown key is a mistake and says so. */
export function say(key, gaps = {}) {
  if (!WORDS[key]) throw new Error(`no words for ${key}`);
  return WORDS[key][chosen].replace(/\{(\w+)\}/g, (_, gap) => gaps[gap] ?? "");
}

export const roleName = (role) => (ROLES[role || "outsider"] || [role, role])[chosen];

/** What a person of this role might write first; these are messages, so they stay in the field's language. */
export const examples = (role) => EXAMPLES[role] || EXAMPLES.other;
