"""Words that give away what a sentence does: a class for each kind, counted by the ranker. Simplified Chinese."""

from __future__ import annotations

_CUES = {
    "paper": "本文 文章 该文 文中 论文 本研究 笔者 作者 本书 本章 教程 指南 综述 系列",
    "presents": (
        "提出 给出 介绍 设计 建立 构建 阐述 论述 综述 探讨 讨论 探究 实现 开发 研制 分享 展示 讲解 演示 "
        "教 学习 了解 解释 说明 概述 推荐"
    ),
    "studies": (
        "研究 分析 考察 调查 比较 评价 评估 测定 检测 观察 探索 应用 利用 采用 基于 运用 方法 模型 算法 系统 策略"
    ),
    "results": "结果 结论 表明 显示 证明 发现 验证 实验 结果表明 仿真 可见 得出 指标 显著 明显 有效",
    "purpose": "目的 旨在 为了 为 目标 意义 重要 关键 问题 针对 解决 不足 背景",
    "sums": "总之 因此 所以 综上所述 综上 总的来说 总而言之 最终 最后 于是 从而 由此",
    "adds": "此外 另外 同时 还 也 并 并且 而且 以及 其中 再 又 另 接着 然后 其次",
    "turns": "但 但是 然而 不过 却 而 虽然 尽管 可是 反之 否则 只是",
    "deixis": (
        "这 那 该 此 其 这些 那些 他 她 它 他们 她们 它们 这个 那个 这种 这样 如此 上述 以上 前者 后者 本次 双方"
    ),
    "example": "例如 比如 如 譬如 举例 如下 以下 下面 下图 上图 图 表 示例 例子 附录 参见",
    "conditions": "如果 若 假如 只要 只有 当 即使 除非 无论 一旦",
    "causes": "因为 由于 使 使得 导致 造成 引起 原因",
    "says": "说 表示 指出 认为 强调 介绍说 告诉 称 要求 回答 问 写道 透露 坦言",
    "news": (
        "近日 日前 今天 昨天 昨日 今年 去年 本月 记者 获悉 消息 报道 举行 召开 发布 宣布 出席 会见 启动 "
        "开幕 印发 公布 国务院 总书记 主席 总理 我国 全国 中国"
    ),
    "first": "我 我们 咱们 咱 俺 自己 本人",
    "second": "你 你们 您 大家 各位 读者 用户 朋友",
    "spoken": (
        "啊 呢 吧 嘛 呀 哦 嗯 呃 哎 诶 哈 嘞 喽 对吧 是吧 对 那个 这个 然后 就是 就是说 的话 好 那 那么 "
        "其实 觉得 东西 特别 蛮 挺 咱们 什么 怎么 这么 那么 这样子 一下 一个 是不是 谢谢 感谢 那种 这种 "
        "这块 那块 讲 聊"
    ),
    "asks": "吗 如何 怎样 怎么 什么 为什么 哪 哪些 哪里 谁 多少 几 是否 能否",
    "judges": (
        "原告 被告 被告人 本院 判决 诉讼 上诉人 被上诉人 法院 依照 审理 合同 被害人 公诉 诉称 辩称 判处 "
        "赔偿 民事 刑事 条例 规定 第 款"
    ),
    "orders": "应当 应 必须 要 坚持 加强 推进 推动 落实 完善 加快 进一步 建设 发展 深化 全面 促进 提高",
    "steps": (
        "点击 选择 安装 运行 打开 输入 执行 命令 下载 设置 创建 配置 添加 按 保存 编辑 文件 步骤 第一 第二 第三 首先"
    ),
    "negates": "不 没有 没 未 无 非 不能 无法 不是",
    "praises": "最 非常 很 十分 极其 首次 第一 新 重大 突破 领先 更",
}

CLASSES = tuple(_CUES)


def classes() -> dict[str, tuple[int, ...]]:
    """For each cue word the places of its classes among `CLASSES`."""
    found: dict[str, tuple[int, ...]] = {}
    for place, words in enumerate(_CUES.values()):
        for word in words.split():
            found[word] = tuple(dict.fromkeys((*found.get(word, ()), place)))
    return found
