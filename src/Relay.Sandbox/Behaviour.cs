using System.Globalization;

namespace Relay.Sandbox;

/// <summary>
/// How the sandbox is to behave, written <c>name=value,name=value</c> behind a colon in the model's name
/// (<c>sandbox:ttft=500,gap=20</c>) or in the header <c>x-sandbox</c>. docs/sandbox.md lists the names.
/// </summary>
internal sealed record Behaviour
{
    /// <summary>The longest delay that may be asked for, and the most tokens.</summary>
    private const int Most = 1_000_000;

    /// <summary>From the request to the first token.</summary>
    public TimeSpan FirstToken { get; private set; }

    /// <summary>Between two tokens.</summary>
    public TimeSpan Gap { get; private set; }

    /// <summary>How many tokens of text; null for the echo.</summary>
    public int? Tokens { get; private set; }

    /// <summary>How many tokens of reasoning.</summary>
    public int Reasoning { get; private set; }

    /// <summary>Whether the first tool of the request is called.</summary>
    public bool Tools { get; private set; }

    /// <summary>The name of a scripted answer.</summary>
    public string? Script { get; private set; }

    /// <summary>The cached tokens to report.</summary>
    public int Cached { get; private set; }

    /// <summary>The status of an error; null for none.</summary>
    public int? Status { get; private set; }

    /// <summary>The error's Retry-After, in seconds; null for none.</summary>
    public int? RetryAfter { get; private set; }

    /// <summary>The code of an error.</summary>
    public string ErrorCode { get; private set; } = "sandbox_error";

    /// <summary>Whether the answer is a page of HTML.</summary>
    public bool Html { get; private set; }

    /// <summary>After how many tokens the connection is cut; null for never.</summary>
    public int? Cut { get; private set; }

    /// <summary>Whether a stream lacks its dialect's own end, such as <c>[DONE]</c>.</summary>
    public bool NoDone { get; private set; }

    /// <summary>Whether a stream ends before its first token.</summary>
    public bool Preamble { get; private set; }

    /// <summary>After how many tokens an error comes where an answer was to come; null for never.</summary>
    public int? Error { get; private set; }

    /// <summary>After how many tokens something comes that is not JSON; null for never.</summary>
    public int? Malformed { get; private set; }

    /// <summary>After how many tokens nothing comes any more, -1 for not even headers; null for never.</summary>
    public int? Silence { get; private set; }

    /// <summary>How many bytes go out at a time; 0 for whole events.</summary>
    public int Split { get; private set; }

    /// <summary>Whether lines of a stream end in CRLF.</summary>
    public bool Crlf { get; private set; }

    /// <summary>Whether <c>data:</c> is without its space.</summary>
    public bool NoSpace { get; private set; }

    /// <summary>Whether no usage is reported.</summary>
    public bool NoUsage { get; private set; }

    /// <summary>Whether a JSON body is shorter than its Content-Length.</summary>
    public bool Short { get; private set; }

    /// <summary>Whether a call for a stream is answered with JSON.</summary>
    public bool Json { get; private set; }

    /// <summary>Reads a spec.</summary>
    /// <param name="spec">The spec; empty for none.</param>
    /// <param name="error">What is wrong with it; null when nothing is.</param>
    public static Behaviour Parse(string spec, out string? error)
    {
        var behaviour = new Behaviour();
        error = null;
        foreach (var part in spec.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? part : part[..equals];
            if (!behaviour.TrySet(name, equals < 0 ? "" : part[(equals + 1)..]))
                error ??= $"the sandbox does not understand '{part}'; docs/sandbox.md lists what it does";
        }

        return behaviour;
    }

    private bool TrySet(string name, string value)
    {
        var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= Most;
        switch (name)
        {
            case "ttft" when isNumber: FirstToken = TimeSpan.FromMilliseconds(number); return true;
            case "gap" when isNumber: Gap = TimeSpan.FromMilliseconds(number); return true;
            case "tokens" when isNumber: Tokens = number; return true;
            case "reasoning" when isNumber: Reasoning = number; return true;
            case "cached" when isNumber: Cached = number; return true;
            // 304 has no body, and with one it could not be sent.
            case "status" when isNumber && number is >= 300 and <= 599 and not 304: Status = number; return true;
            case "retry-after" when isNumber: RetryAfter = number; return true;
            case "code" when value.Length > 0: ErrorCode = value; return true;
            case "script" when value.Length > 0: Script = value; return true;
            case "cut" when isNumber: Cut = number; return true;
            case "error" when isNumber: Error = number; return true;
            case "malformed" when isNumber: Malformed = number; return true;
            case "silence" when isNumber: Silence = number; return true;
            case "silence" when value == "headers": Silence = -1; return true;
            case "split" when isNumber && number > 0: Split = number; return true;
            default: return value.Length == 0 && TrySetFlag(name);
        }
    }

    private bool TrySetFlag(string name)
    {
        switch (name)
        {
            case "tools": return Tools = true;
            case "html": return Html = true;
            case "nodone": return NoDone = true;
            case "preamble": return Preamble = true;
            case "crlf": return Crlf = true;
            case "nospace": return NoSpace = true;
            case "nousage": return NoUsage = true;
            case "short": return Short = true;
            case "json": return Json = true;
            default: return false;
        }
    }
}
