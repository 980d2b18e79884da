using System.Text;

namespace Relay.Dialects.Gemini;

/// <summary>A value of arguments that come in pieces: an object, a list, a text, or any other as raw JSON.</summary>
internal sealed class GeminiArgumentNode
{
    // An index far behind the end would make room for as many elements as a provider cares to name.
    private const int MaxGap = 1000;

    /// <summary>The members of an object, in the order in which they came first; null when it is none.</summary>
    public List<(string Name, GeminiArgumentNode Value)>? Members { get; set; }

    /// <summary>The elements of a list, null where none came; null when it is no list.</summary>
    public List<GeminiArgumentNode?>? Elements { get; private set; }

    /// <summary>A text; null when it is none.</summary>
    public StringBuilder? Text { get; set; }

    /// <summary>A number, true, false or null; null when it is none of them.</summary>
    public string? Raw { get; set; }

    /// <summary>Whether more of the text is to follow.</summary>
    public bool GoesOn { get; set; }

    /// <summary>The member of a name, made where it is not there; null when this is a list.</summary>
    public GeminiArgumentNode? Member(string name)
    {
        if (Elements is not null) return null;
        Members ??= [];
        foreach (var (known, value) in Members)
        {
            if (known == name) return value;
        }

        var member = new GeminiArgumentNode();
        Members.Add((name, member));
        return member;
    }

    /// <summary>The element at an index, made where it is not there; null when this is an object, or the index hostile.</summary>
    public GeminiArgumentNode? Element(int index)
    {
        if (Members is not null) return null;
        Elements ??= [];
        if (index > Elements.Count + MaxGap) return null;
        while (Elements.Count <= index) Elements.Add(null);
        return Elements[index] ??= new GeminiArgumentNode();
    }
}
