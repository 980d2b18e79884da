using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects.Conversations;

namespace Relay.Tests.Dialects.Conversations;

/// <summary>Random turns of user and assistant, made of the parts that a dialect can say.</summary>
internal static class RandomTurns
{
    /// <summary>A schema that every provider takes as it is, and can hold an answer to.</summary>
    public const string Closed = """{"type":"object","properties":{"ü":{"type":"string"}},"required":["ü"],"additionalProperties":false}""";

    /// <summary>Whether.</summary>
    public static readonly Gen<bool> Either = Gen.Elements(false, true);

    /// <summary>Calls, without ids, which the turns give them.</summary>
    public static readonly Gen<ToolCallPart> Calls = from name in Gen.Elements("t0", "get_it", "A-1")
                                                     from arguments in RandomParts.Objects
                                                     select new ToolCallPart("", name, arguments);

    /// <summary>Some of them.</summary>
    public static Gen<T[]> Between<T>(int least, int most, Gen<T> gen) => from count in Gen.Choose(least, most)
                                                                          from items in gen.ArrayOf(count)
                                                                          select items;

    /// <summary>
    /// A conversation from the user's first word to anyone's last. What tools said stands before all else in the turn behind
    /// their calls, which may hold nothing else.
    /// </summary>
    /// <param name="system">What the application says above all; may be nothing.</param>
    /// <param name="asked">A part of the user's.</param>
    /// <param name="said">A part of the assistant's, calls aside.</param>
    /// <param name="call">A call.</param>
    /// <param name="result">What a tool said.</param>
    /// <param name="between">What the application says behind the user; nothing where the dialect has no place for it.</param>
    public static Gen<List<Message>> Of(
        Gen<Part[]> system, Gen<Part> asked, Gen<Part> said, Gen<ToolCallPart> call, Gen<ToolResultPart> result, Gen<Part[]> between)
    {
        var rounds = Between(1, 4, from words in Between(1, 3, asked)
                                   from isSilent in Either
                                   from aside in between
                                   from answer in Between(1, 3, said)
                                   from calls in Between(0, 2, call)
                                   from results in result.ArrayOf(calls.Length)
                                   from places in Gen.Choose(0, 3).ArrayOf(calls.Length)
                                   select new Round(words, isSilent, aside, answer, calls, results, places));
        return from above in system
               from all in rounds
               from isAnswered in Either
               select Join(above, all, isAnswered);
    }

    private static List<Message> Join(Part[] system, Round[] rounds, bool isAnswered)
    {
        var messages = new List<Message>();
        Part[] results = [];
        for (var i = 0; i < rounds.Length; i++)
        {
            var round = rounds[i];
            messages.Add(MessageOf(Role.User, results.Length > 0 && round.IsSilent ? results : [.. results, .. round.Asked]));
            messages.Add(MessageOf(Role.System, round.Aside));
            if (i == rounds.Length - 1 && !isAnswered) break;

            var answer = round.Said.ToList();
            for (var j = 0; j < round.Calls.Length; j++) answer.Insert(Math.Min(round.Places[j], answer.Count), round.Calls[j] with { Id = $"call_{i}-{j}" });
            messages.Add(MessageOf(Role.Assistant, answer));
            results = [.. round.Results.Select((result, j) => result with { CallId = $"call_{i}-{j}" })];
        }

        messages.Insert(0, MessageOf(Role.System, system));
        return messages.FindAll(static message => message.Parts.Count > 0);
    }

    private static Message MessageOf(Role role, IEnumerable<Part> parts)
    {
        var message = new Message(role);
        message.Parts.AddRange(parts);
        return message;
    }

    private sealed record Round(Part[] Asked, bool IsSilent, Part[] Aside, Part[] Said, ToolCallPart[] Calls, ToolResultPart[] Results, int[] Places);
}
