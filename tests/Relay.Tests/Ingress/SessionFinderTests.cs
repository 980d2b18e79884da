using System.Text;
using Microsoft.AspNetCore.Http;
using Relay.Dialects;
using Relay.Ingress;
using Relay.Routing;

namespace Relay.Tests.Ingress;

public sealed class SessionFinderTests
{
    // Each line is looked at before those below it.
    private static readonly (string? Header, string? Field, string Source)[] InOrder =
    [
        ("x-relay-session", null, "x-relay-session"),
        (null, "\"prompt_cache_key\":\"a\"", "prompt_cache_key"),
        ("x-claude-code-session-id", null, "x-claude-code-session-id"),
        ("session-id", null, "session-id"),
        ("session_id", null, "session_id"),
        ("thread-id", null, "thread-id"),
        ("conversation_id", null, "conversation_id"),
        ("x-session-id", null, "x-session-id"),
        ("x-session-affinity", null, "x-session-affinity"),
        (null, "\"session_id\":\"a\"", "session_id"),
        (null, "\"conversation_id\":\"a\"", "conversation_id"),
        (null, "\"metadata\":{\"x\":[{}],\"user_id\":\"a\"}", "metadata.user_id"),
        (null, "\"user\":\"a\"", "user"),
        (null, "\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]", "content"),
    ];

    [Fact]
    public void TheFirstThatIsThere_IsTaken()
    {
        for (var i = 0; i < InOrder.Length; i++)
        {
            var rest = InOrder[i..];
            var fields = rest.Where(hint => hint.Field is not null).Select(hint => hint.Field).Reverse();
            var session = Find($$"""{"model":"m",{{string.Join(',', fields)}}}""",
                headers: [.. rest.Where(hint => hint.Header is not null).Select(hint => (hint.Header!, "a"))]);
            Assert.Equal(InOrder[i].Source, session!.Value.Source);
        }
    }

    [Theory]
    [InlineData("""{"model":"m"}""")]
    [InlineData("""{"model":"m","messages":[]}""")]
    [InlineData("""{"model":"m","messages":null,"user":null,"prompt_cache_key":"","session_id":7,"metadata":[],"conversation_id":{}}""")]
    [InlineData("""{"model":"m","metadata":{"user_id":""},"user":true,"messages":{}}""")]
    [InlineData("""{"model":"m","messages":" "}""", Dialect.OpenAIChat, true)]
    internal void WhatNamesNoSession_IsPassedOver(string body, Dialect dialect = Dialect.OpenAIChat, bool isText = false) =>
        Assert.Equal(isText ? Session.Content : null, Find(body, dialect)?.Source);

    [Fact]
    public void AnEmptyHeader_AndOneThatIsThereTwice_AreNone()
    {
        Assert.Null(Find("""{"model":"m"}""", headers: [("x-relay-session", "")]));
        Assert.Null(Find("""{"model":"m"}""", headers: [("x-relay-session", "a"), ("x-relay-session", "b")]));
    }

    public static TheoryData<string, string, string> Conversations() => new()
    {
        { nameof(Dialect.OpenAIChat), """{"role":"system","content":"S"},{"role":"developer","content":"D"},{"content":"U","role":"user"}""", """{"model":"m","tools":[T],"messages":[M]}""" },
        { nameof(Dialect.Anthropic), """{"role":"user","content":[{"type":"text","text":"U"}]}""", """{"system":"S","model":"m","messages":[M],"tools":[T]}""" },
        { nameof(Dialect.OpenAIResponses), """{"type":"reasoning"},{"type":"message","role":"user","content":"U"}""", """{"model":"m","instructions":"S","input":[M],"tools":[T]}""" },
        { nameof(Dialect.Gemini), """{"parts":[{"text":"U"}]}""", """{"systemInstruction":{"parts":[{"text":"S"}]},"tools":[T],"contents":[M]}""" },
        { nameof(Dialect.Gemini), """{"role":"user","parts":[{"text":"U"}]}""", """{"system_instruction":{"parts":[{"text":"S"}]},"tools":[T],"contents":[M]}""" },
    };

    [Theory]
    [MemberData(nameof(Conversations))]
    public void ALaterTurn_IsOfTheSameSession_AnotherBeginningIsNot(string name, string first, string body)
    {
        var dialect = Enum.Parse<Dialect>(name);
        var one = Hash(body, first);
        Assert.Equal(one, Hash(body, first + """ , {"role":"assistant","content":"A"},{"role":"user","content":"V"}"""));
        Assert.Equal(one, Hash(body, first + """,{"role":"user","content":"W"}""").GetValueOrDefault());
        Assert.NotEqual(one, Hash(body, first.Replace("U", "u2", StringComparison.Ordinal)));
        Assert.NotEqual(one, Hash(body.Replace("\"S\"", "\"s2\"", StringComparison.Ordinal), first.Replace("\"S\"", "\"s2\"", StringComparison.Ordinal)));
        Assert.NotEqual(one, Hash(body, first, "{\"name\":\"t\"}"));

        ulong? Hash(string form, string messages, string tools = "{}")
        {
            var session = Find(form.Replace("[M]", $"[ {messages} ]", StringComparison.Ordinal).Replace("[T]", $"[{tools}]", StringComparison.Ordinal), dialect);
            Assert.Equal(Session.Content, session!.Value.Source);
            return session.Value.Hash;
        }
    }

    [Fact]
    public void OneText_IsAConversationToo()
    {
        var one = Find("""{"model":"m","input":"a"}""", Dialect.OpenAIResponses);
        Assert.Equal(one, Find("""{"input" : "a" ,"model":"m","stream":true}""", Dialect.OpenAIResponses));
        Assert.NotEqual(one, Find("""{"model":"m","input":"b"}""", Dialect.OpenAIResponses));
    }

    [Fact]
    public void AHostileBody_IsNoTrouble()
    {
        var deep = new string('[', 200) + new string(']', 200);
        Assert.NotNull(Find($$"""{"model":"m","messages":[{"a":{{deep}}},{"role":"\ud800"},{"\u0072ole":"user"}]}"""));
        Assert.NotNull(Find($$"""{"model":"m","messages":[{{string.Join(',', Enumerable.Repeat("1", 5000))}}]}"""));
        Assert.Null(Find("""{"model":"m","\u0075ser":"a"}"""));
    }

    private static Session? Find(string body, Dialect dialect = Dialect.OpenAIChat, (string Name, string Value)[]? headers = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var path = dialect == Dialect.Gemini ? new ModelPath("m", "generateContent", false) : null;
        Assert.True(DialectCatalogue.Of(dialect).Scan(bytes, path).Succeeded(out var request, out var failure), failure?.Message);
        var all = new HeaderDictionary();
        foreach (var (name, value) in headers ?? []) all.Append(name, value);
        return SessionFinder.Find(all, request, bytes);
    }
}
