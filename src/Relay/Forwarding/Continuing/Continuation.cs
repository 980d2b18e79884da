using System.Text;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Ingress;
using Relay.Routing;
using Relay.Routing.Providers;

namespace Relay.Forwarding.Continuing;

/// <summary>When the text of a stream that broke may be continued elsewhere, and how the next target is asked to.</summary>
internal static class Continuation
{
    /// <summary>With less time left no model says anything, and its reading the text once more is paid for all the same.</summary>
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(1);

    // Enough to be found again, in characters; more would be paid for and say no more.
    private const int LongestEnd = 64;
    private const int ShortestEnd = 32;

    /// <summary>Whether a call is one of those whose text may be continued, before anything of its answer is known.</summary>
    public static bool IsWanted(Call call, Plan plan) =>
        plan.Route is { Continues: true } && plan.Input.Pin is null
        && call.Request is { Stream: true, Operation: null, HeldId: null } && !call.Request.IsStored(call.Body.Span);

    /// <summary>Whether an attempt broke off in the middle of a text, of a call that asks for nothing that two answers joined would not be.</summary>
    /// <param name="call">The call.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="left">How much longer the call may take.</param>
    public static bool IsPossible(Call call, Attempt attempt, TimeSpan left)
    {
        if (left < LeastTime) return false;
        if (attempt.Joint is not { CanContinue: true } || attempt.Answer.FinishReason is not null) return false;
        if (attempt.Continues) return true;
        if (!Read(call).Succeeded(out var conversation, out _)) return false;
        return conversation is { Output: null, LosesTools: false, Sampling: { IsOneChoice: true, Logprobs: not true, TopLogprobs: null } }
            // What the provider's own tools found is not in the text.
            && !conversation.Tools.Exists(static tool => tool.Kind == ToolKind.WebSearch)
            && !conversation.Losses.Exists(loss => loss.ChangesMeaning || call.IsStrict);
    }

    /// <summary>Reads a call's conversation.</summary>
    public static Result<Conversation> Read(Call call) => ((ITranslatedDialect)DialectCatalogue.Of(call.Request.Dialect))
        .Requests.Read(call.Body.Memory, call.Request.Model, call.Request.Stream);

    /// <summary>Adds to a conversation what has it gone on with the text so far.</summary>
    /// <param name="conversation">The caller's.</param>
    /// <param name="soFar">The text so far.</param>
    /// <param name="endpoint">How the target is called.</param>
    /// <param name="model">The provider's name of the model.</param>
    /// <returns>How many bytes of the text's end it is asked to repeat; 0 where it goes on with the text by itself.</returns>
    public static int Extend(Conversation conversation, ReadOnlySpan<byte> soFar, ProviderEndpoint endpoint, string model)
    {
        // Providers refuse white space at the end, and it is known what the caller has.
        var text = Encoding.UTF8.GetString(soFar).TrimEnd([' ', '\t', '\r', '\n']);
        // Nothing was said yet.
        if (text.Length == 0) return 0;
        var isPrefill = endpoint.Prefill is { } models && NamePattern.MatchesAny(models, model)
            // Models that think do so before they speak, and are not asked to with words in their mouth.
            && conversation.Reasoning is null or { Effort: "none" } or { Effort: null, BudgetTokens: 0 };
        Limit(conversation.Sampling, soFar.Length);
        AddTurn(conversation.Messages, text, isPrefill);
        if (isPrefill) return 0;

        var end = EndOf(text);
        var user = new Message(Role.User);
        user.Parts.Add(new TextPart(
            "The connection broke in the middle of your answer. Go on with it from where it stopped, as if nothing had happened: "
            + "in the same language and form, without a greeting, a remark or a summary. Begin by repeating exactly these last "
            + "characters of it, and go on right behind them:\n\n" + end));
        conversation.Messages.Add(user);
        return Encoding.UTF8.GetByteCount(end);
    }

    private static void AddTurn(List<Message> messages, string text, bool isPrefill)
    {
        var turn = new Message(Role.Assistant) { IsPrefill = isPrefill };
        // The caller may have put words into the model's mouth itself.
        if (messages is [.., { Role: Role.Assistant, Parts: [.., TextPart own] } last])
        {
            messages.RemoveAt(messages.Count - 1);
            turn.Parts.AddRange(last.Parts[..^1]);
            text = own.Text + text;
        }

        turn.Parts.Add(new TextPart(text));
        messages.Add(turn);
    }

    // The answer would be longer than the caller wants otherwise. What came was not counted by anybody.
    private static void Limit(Sampling sampling, int bytes)
    {
        if (sampling.MaxTokens is { } most) sampling.MaxTokens = Math.Max(1, most - (bytes / TextTokens.BytesPerToken));
    }

    // The last characters, from the start of a word where there is one.
    private static string EndOf(string text)
    {
        if (text.Length <= LongestEnd) return text;
        var start = text.Length - LongestEnd;
        if (char.IsLowSurrogate(text[start])) start--;
        var word = text.AsSpan(start, LongestEnd - ShortestEnd).IndexOfAny(' ', '\n');
        return text[(word < 0 ? start : start + word + 1)..];
    }
}
