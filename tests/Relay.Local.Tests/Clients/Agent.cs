using System.Text.Json;
using Relay.Sandbox;

namespace Relay.Local.Tests.Clients;

/// <summary>A coding agent of npm, and what has it do one task without a person before it.</summary>
/// <param name="Name">Its name, and that of its section in docs/clients.md.</param>
/// <param name="Dialect">What it speaks, for people.</param>
/// <param name="Start">The file that starts it, from the folder of packages; its package's name comes first.</param>
/// <param name="Command">What it is to do, before all else on its command line.</param>
/// <param name="Task">What it is to do and how, behind all else.</param>
/// <param name="Write">The call of its own tool that writes a file of a path with a content.</param>
internal sealed record Agent(string Name, string Dialect, string Start, string[] Command, string[] Task, Func<string, string, ToolCall> Write)
{
    /// <summary>What keeps it from doing anything but the task.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Every agent.</summary>
    public static IReadOnlyList<Agent> All { get; } =
    [
        new("Claude Code", "Messages", "@anthropic-ai/claude-code/cli-wrapper.cjs", [],
            ["-p", "Write the file.", "--output-format", "json", "--permission-mode", "acceptEdits"],
            static (path, content) => Call("Write", "file_path", path, content))
        {
            Environment = new Dictionary<string, string> { ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1", ["DISABLE_AUTOUPDATER"] = "1" },
        },
        new("Codex", "OpenAI Responses", "@openai/codex/bin/codex.js",
            ["exec", "--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox"], ["Write the file."],
            static (path, content) => new("call_1", "exec_command", ["{\"cmd\":\"printf '", content, $"' > {path}\"}}"])),
        new("Gemini CLI", "Gemini", "@google/gemini-cli/bundle/gemini.js", [],
            ["-p", "Write the file.", "--skip-trust", "--approval-mode", "yolo"],
            static (path, content) => Call("write_file", "file_path", path, content)),
        new("Continue", "OpenAI Chat", "@continuedev/cli/dist/cn.js", [], ["-p", "Write the file.", "--auto"],
            static (path, content) => Call("Write", "filepath", path, content)),
    ];

    /// <summary>The name of its package.</summary>
    public string Package => string.Join('/', Start.Split('/').Take(2));

    private static ToolCall Call(string tool, string pathName, string path, string content) =>
        new("call_1", tool, [$"{{\"{pathName}\":", JsonSerializer.Serialize(path), $",\"content\":\"{content}\"}}"]);
}
