using System.Text;
using Relay.Dialects;
using Relay.Forwarding;
using Relay.Gate;
using Relay.Ingress;
using Relay.Routing.Config;
using Relay.Tests.Gate;
using Relay.Tests.Routing.Config;

namespace Relay.Tests.Ledger;

/// <summary>Makes calls as the pipeline does, for tests of what comes after.</summary>
internal sealed class TestCalls(ManualTimeProvider time, int seed = 1)
{
    public const string Accounts = """
        "accounts": [{"id":"main","provider":"openai","models":["priced"]},{"id":"spare","provider":"groq","models":["priced","unpriced"]}],
        "prices": [{"model":"priced","provider":"openai","input":1000,"output":2000},{"model":"priced","provider":"groq","input":10,"output":20}]
        """;

    public const string Answer = """
        {"model":"priced-2026","choices":[{"message":{"role":"assistant","content":"x"},"finish_reason":"stop"}],
         "usage":{"prompt_tokens":100,"completion_tokens":10}}
        """;

    public Ids Ids { get; } = TestIds.Make(time, seed);

    public ConfigSnapshot Config { get; init; } = Configs.Snapshot($"{{{Accounts}}}");

    public Key Key { get; init; } = Keys.Make() with { Member = "zoe" };

    /// <summary>Makes a call that was let in, and not sent yet.</summary>
    public Call Make(string model = "priced", bool stream = false, int bodySize = 400)
    {
        var request = new CallRequest { Dialect = Dialect.OpenAIChat, Model = model, Stream = stream, UsageAsked = false, Edits = [] };
        return Make(request, new string('x', bodySize));
    }

    /// <summary>Makes a call with a request and its body.</summary>
    public Call Make(CallRequest request, string text)
    {
        var sent = Encoding.UTF8.GetBytes(text);
        var body = new PooledBody(new MemoryBudget(1024 * 1024));
        body.TryReserve(sent.Length);
        using var bytes = new MemoryStream(sent);
        Assert.True(body.ReadAsync(bytes, CancellationToken.None).AsTask().IsCompletedSuccessfully);
        return new(Ids.NewCallId(), Key, body, request, Config, time);
    }

    /// <summary>Begins an attempt that is sent, and gets an answer when there is one.</summary>
    public static Attempt Send(Call call, string? answer = null, string account = "main")
    {
        var target = call.Config.Find(call.Request.Model)!.Targets.First(target => target.Account.Id == account);
        var attempt = call.Begin(target);
        attempt.Chargeable = true;
        if (answer is null) return attempt;
        attempt.Status = 200;
        attempt.NoteFirstByte();
        attempt.Answer.Read(Encoding.UTF8.GetBytes(answer));
        return attempt;
    }

    /// <summary>Makes a call whose answer is complete.</summary>
    public Call MakeAnswered(string model = "priced", string account = "main")
    {
        var call = Make(model);
        Send(call, Answer, account).End(null);
        return call;
    }
}
