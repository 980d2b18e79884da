using Relay.Dialects.Conversations;

namespace Relay.Dialects.Anthropic;

/// <summary>
/// Joins a conversation's messages to the turns that the dialect takes: the system's words above all, then user and
/// assistant by turns, and what tools said in the turn behind their calls.
/// </summary>
internal sealed class MessagesTurnList
{
    private const string Nothing = ".";

    private readonly bool _takesSystem;
    private readonly Dictionary<string, MessagesTurn> _callers = new(StringComparer.Ordinal);

    private MessagesTurnList(bool takesSystem) => _takesSystem = takesSystem;

    /// <summary>The system's words that stand before all others.</summary>
    public List<Part> System { get; } = [];

    /// <summary>The turns.</summary>
    public List<MessagesTurn> Turns { get; } = [];

    /// <summary>
    /// Whether the model is amidst its own calls of tools, and its thoughts before them are not there: the provider
    /// refuses to let it think then, if it thinks by budget.
    /// </summary>
    public bool IsAmidstCallsWithoutThoughts
    {
        get
        {
            var last = Turns.FindLastIndex(static turn => turn.Role == Role.Assistant);
            return last >= 0 && Turns[last].Parts.Exists(static part => part is ToolCallPart)
                && Turns[last].Parts[0] is not ReasoningPart
                && Turns.Skip(last + 1).All(static turn => turn.Parts.TrueForAll(static part => part is ToolResultPart));
        }
    }

    /// <summary>Makes the turns of a conversation.</summary>
    public static MessagesTurnList Of(Conversation conversation, MessagesModel model)
    {
        var list = new MessagesTurnList(model.TakesSystemMessages);
        var messages = conversation.Messages;
        var first = messages.FindIndex(static message => !IsSystem(message.Role));
        // The dialect wants a message; where there is nothing but the application's word, the last of it is the question.
        var isAlone = first < 0;
        if (isAlone) first = messages.Count - 1;
        foreach (var part in messages.Take(first).SelectMany(static message => message.Parts))
        {
            if (IsSaid(part, conversation)) list.System.Add(part);
        }

        foreach (var message in messages.Skip(Math.Max(0, first)))
        {
            if (message.Name is not null && message.Parts.Count > 0) conversation.Losses.Add(new($"{message.Parts[0].Path}.name", false));
            var role = isAlone ? Role.User : IsSystem(message.Role) ? Role.System : message.Role;
            foreach (var part in message.Parts)
            {
                if (IsSaid(part, conversation)) list.Add(role, part);
            }
        }

        // The dialect wants the user to begin, and something to be said.
        if (list.Turns is [{ Role: Role.Assistant }, ..])
        {
            list.Turns.Insert(0, new MessagesTurn(Role.User));
            list.Turns[0].Add(new TextPart(Nothing));
        }

        return list;
    }

    // Whether the dialect takes the part at all: it refuses empty text, and thoughts without its own seal.
    private static bool IsSaid(Part part, Conversation conversation)
    {
        switch (part)
        {
            case TextPart text:
                if (text.Signature is not null) conversation.Losses.Add(new(text.Path, false));
                return !string.IsNullOrWhiteSpace(text.Text);
            case RefusalPart refusal: return !string.IsNullOrWhiteSpace(refusal.Text);
            case ReasoningPart { Signature.Dialect: Dialect.Anthropic }: return true;
            case ReasoningPart: conversation.Losses.Add(new(part.Path, false)); return false;
            default: return true;
        }
    }

    private void Add(Role role, Part part)
    {
        switch (part)
        {
            // The turn behind the call, though others may stand between in the caller's dialect.
            case ToolResultPart result when _callers.TryGetValue(result.CallId, out var caller) && IsFollowedByUser(caller, out var answer):
                answer.Add(part);
                return;
            case ToolResultPart: role = Role.User; break;
            case ToolCallPart: role = Role.Assistant; break;
        }

        var turn = role == Role.System && !CanBeSystem() ? Open(Role.User) : Open(role);
        turn.Add(role == Role.System && turn.Role == Role.User ? Mark(part) : part);
        if (part is ToolCallPart call) _callers[call.Id] = turn;
    }

    private bool IsFollowedByUser(MessagesTurn caller, out MessagesTurn answer)
    {
        var behind = Turns.IndexOf(caller) + 1;
        answer = behind < Turns.Count ? Turns[behind] : caller;
        return answer.Role == Role.User;
    }

    private MessagesTurn Open(Role role)
    {
        if (role == Role.User) Settle();
        if (Turns is [.., var last] && last.Role == role) return last;
        Turns.Add(new MessagesTurn(role));
        return Turns[^1];
    }

    private bool CanBeSystem() => _takesSystem && Turns is [.., { Role: Role.User or Role.System }];

    // A system's turn that a user's follows is none that the provider takes.
    private void Settle()
    {
        if (Turns is not [.., { Role: Role.User } user, { Role: Role.System } system]) return;
        Turns.RemoveAt(Turns.Count - 1);
        foreach (var part in system.Parts) user.Add(Mark(part));
    }

    // There is no such role here, so it is marked as what it is.
    private static Part Mark(Part part) => part is TextPart text ? text with { Text = $"<system>\n{text.Text}\n</system>" } : part;

    private static bool IsSystem(Role role) => role is Role.System or Role.Developer;
}
