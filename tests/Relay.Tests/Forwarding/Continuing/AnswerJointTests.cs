using System.Text;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Forwarding.Continuing;
using Relay.Ingress;
using Relay.Ledger;

namespace Relay.Tests.Forwarding.Continuing;

public sealed class AnswerJointTests
{
    private const string Mark = ": relay-continued\n\n";

    private readonly RecordingWriter _writer = new();
    private readonly MemoryBudget _budget = new(4 * 1024 * 1024);
    private readonly AnswerJoint _joint;

    public AnswerJointTests() => _joint = new(_writer, _budget, isMarked: true);

    [Fact]
    public void OneStream_PassesUnchanged()
    {
        Begin("Hello");
        Append(" you");
        End(_joint);

        Assert.Equal(["begin a m", "part Text", "'Hello'", "' you'", "end part", "usage 5", "finish Stop", "end"], _writer.Pushed);
        Assert.Equal(("", 0L), (_writer.Said, _budget.Taken));
    }

    [Fact]
    public void WhatIsSaidOfTokensAndService_PassesToo()
    {
        Begin("Hello");
        _joint.Weigh(new(" you", -0.5));
        Append(" you");
        _joint.Serve("flex");
        End(_joint);

        Assert.Equal(
            ["begin a m", "part Text", "'Hello'", "weigh  you", "' you'", "serve flex", "end part", "usage 5", "finish Stop", "end"], _writer.Pushed);
    }

    [Fact]
    public void TwoStreams_AreOne()
    {
        Begin("Hello");
        Assert.True(_joint.CanContinue);
        Resume(asked: 5, "Hel", "lo y", "ou");
        End(_joint);

        Assert.Equal(["begin a m", "part Text", "'Hello'", "' y'", "'ou'", "end part", "usage 5", "finish Stop", "end"], _writer.Pushed);
        Assert.Equal((Mark, 0L), (_writer.Said, _budget.Taken));
    }

    [Fact]
    public void AStreamThatBreaksWhileItRepeats_LeavesTheTextAsItWas()
    {
        Begin("Hello");
        Resume(asked: 5, "Hel");
        Assert.Equal("Hello", Encoding.UTF8.GetString(_joint.Text));
        Assert.True(_joint.CanContinue);
        Resume(asked: 5, "Hello you");
        Assert.Equal("Hello you", Encoding.UTF8.GetString(_joint.Text));
        Resume(asked: 9, "Hello you", " all");
        End(_joint);

        Assert.Equal(["begin a m", "part Text", "'Hello'", "' you'", "' all'", "end part", "usage 5", "finish Stop", "end"], _writer.Pushed);
        Assert.Equal(Mark + Mark + Mark, _writer.Said);
    }

    [Fact]
    public void AnEndAmidstTheRepetition_IsDecidedThen()
    {
        Begin("Hello Hello");
        Resume(asked: 11, "Hell");
        End(_joint);

        Assert.Equal(["begin a m", "part Text", "'Hello Hello'", "'Hell'", "end part", "usage 5", "finish Stop", "end"], _writer.Pushed);
    }

    [Fact]
    public void ThoughtsAmidstTheText_AreLeftOut()
    {
        Begin("Hello");
        _joint.Resume(5);
        _joint.Begin("b", "n");
        _joint.BeginPart(new AnswerPart(AnswerPartKind.Reasoning));
        Append("Let me see");
        _joint.Sign(new Signature(Dialect.Anthropic, "x"));
        _joint.EndPart();
        _joint.BeginPart(new AnswerPart(AnswerPartKind.Text));
        Append("Hello you");
        _joint.EndPart();
        End(_joint, isOpen: false);

        Assert.Equal(["begin a m", "part Text", "'Hello'", "' you'", "end part", "usage 5", "finish Stop", "end"], _writer.Pushed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ACallOfATool_EndsTheText_AndNothingIsContinuedBehindIt(bool withText)
    {
        Begin("Hello");
        _joint.Resume(5);
        _joint.Begin("b", "n");
        if (withText)
        {
            _joint.BeginPart(new AnswerPart(AnswerPartKind.Text));
            Append("Hello");
            _joint.EndPart();
        }

        _joint.BeginPart(new AnswerPart(AnswerPartKind.ToolCall));
        Append("{}");
        Assert.False(_joint.CanContinue);
        _joint.EndPart();
        End(_joint, isOpen: false);

        Assert.Equal(["begin a m", "part Text", "'Hello'", "end part", "part ToolCall", "'{}'", "end part", "usage 5", "finish Stop", "end"], _writer.Pushed);
        Assert.Equal(0, _budget.Taken);
    }

    [Fact]
    public void NothingMoreToSay_EndsTheText()
    {
        Begin("Hello");
        Resume(asked: 5);
        End(_joint, isOpen: false);

        Assert.Equal(["begin a m", "part Text", "'Hello'", "usage 5", "end part", "finish Stop", "end"], _writer.Pushed);
    }

    [Fact]
    public void TheSecondsSources_HaveNoPlace_AndItsSealsAreNone()
    {
        Begin("Hello");
        Resume(asked: 5, "Hello you");
        _joint.Sign(new Signature(Dialect.Gemini, "x"));
        _joint.Cite(new Citation("https://x", null) { Start = 3, End = 4 });
        Assert.False(_joint.CanContinue);
        End(_joint);

        Assert.Equal(["begin a m", "part Text", "'Hello'", "' you'", "cite ", "end part", "usage 5", "finish Stop", "end"], _writer.Pushed);
    }

    public static TheoryData<string> NotText => ["Reasoning", "Refusal", "ToolCall", "Image"];

    [Theory]
    [MemberData(nameof(NotText))]
    public void WhatIsMoreThanText_IsNotContinued(string kind)
    {
        _joint.Begin("a", "m");
        _joint.BeginPart(new AnswerPart(Enum.Parse<AnswerPartKind>(kind)));
        Append("x");
        Assert.False(_joint.CanContinue);
        _joint.EndPart();
        _joint.BeginPart(new AnswerPart(AnswerPartKind.Text));
        Append("x");

        Assert.False(_joint.CanContinue);
        Assert.Equal(0, _budget.Taken);
    }

    [Fact]
    public void ASealedOrSourcedText_IsNotContinued()
    {
        Begin("Hello");
        _joint.Sign(new Signature(Dialect.Gemini, "x"));
        Assert.False(_joint.CanContinue);

        var other = new AnswerJoint(_writer, _budget, isMarked: true);
        Begin("Hello", other);
        other.Cite(new Citation("https://x", null) { Start = 1, End = 2 });
        Assert.False(other.CanContinue);
        Assert.Equal(["cite 1"], _writer.Pushed[^1..]);
    }

    [Fact]
    public void ATextThatHasEnded_IsNotContinued()
    {
        _joint.Begin("a", "m");
        Assert.False(_joint.CanContinue);
        _joint.BeginPart(new AnswerPart(AnswerPartKind.Text));
        Assert.False(_joint.CanContinue);
        Append("x");
        Assert.True(_joint.CanContinue);
        _joint.EndPart();
        Assert.False(_joint.CanContinue);
        // The next one is, with what came before.
        _joint.BeginPart(new AnswerPart(AnswerPartKind.Text));
        Assert.True(_joint.CanContinue);
        Append("y");
        Assert.Equal("xy", Encoding.UTF8.GetString(_joint.Text));
    }

    [Fact]
    public void ATextThatIsTooLong_IsNotKept()
    {
        Begin(new string('x', AnswerJoint.MostText));
        Assert.True(_joint.CanContinue);
        Append("x");
        Assert.False(_joint.CanContinue);
        Assert.Equal(0, _budget.Taken);
        Append("y");
        End(_joint);
        Assert.Equal(["'x'", "'y'", "end part", "usage 5", "finish Stop", "end"], _writer.Pushed[^6..]);
    }

    [Fact]
    public void WithoutMemory_NothingIsKept_AndNothingIsLost()
    {
        var joint = new AnswerJoint(_writer, new MemoryBudget(1024), isMarked: true);
        Begin("Hello", joint);
        Assert.False(joint.CanContinue);
        Assert.Equal("'Hello'", _writer.Pushed[^1]);

        // Enough for the text, and none to compare with it.
        var small = new AnswerJoint(_writer, new MemoryBudget(16 * 1024), isMarked: true);
        Begin("Hello", small);
        small.Resume(5);
        small.Begin("b", "n");
        small.BeginPart(new AnswerPart(AnswerPartKind.Text));
        small.Append("Hello"u8);
        Assert.Equal(["'Hello'", "'Hello'"], _writer.Pushed[^2..]);
    }

    [Fact]
    public void WhatIsKept_IsGivenBack()
    {
        Begin("Hello");
        Resume(asked: 5, "Hel");
        Assert.True(_budget.Taken > 0);
        _joint.Dispose();
        _joint.Dispose();
        Assert.Equal((0L, false, 0), (_budget.Taken, _joint.CanContinue, _joint.Text.Length));
    }

    private void Begin(string text, AnswerJoint? joint = null)
    {
        joint ??= _joint;
        joint.Begin("a", "m");
        joint.BeginPart(new AnswerPart(AnswerPartKind.Text));
        joint.Append(Encoding.UTF8.GetBytes(text));
    }

    private void Resume(int asked, params string[] pieces)
    {
        _joint.Resume(asked);
        _joint.Begin("b", "n");
        if (pieces.Length > 0) _joint.BeginPart(new AnswerPart(AnswerPartKind.Text));
        foreach (var piece in pieces) Append(piece);
    }

    private void Append(string text) => _joint.Append(Encoding.UTF8.GetBytes(text));

    private static void End(AnswerJoint joint, bool isOpen = true)
    {
        if (isOpen) joint.EndPart();
        joint.Report(new Usage { Output = 5 });
        joint.Finish(FinishReason.Stop, null);
        joint.End();
    }
}
