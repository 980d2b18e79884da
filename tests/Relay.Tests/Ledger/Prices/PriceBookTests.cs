using System.Text;
using System.Text.Json;
using Relay.Ledger;
using Relay.Ledger.Prices;

namespace Relay.Tests.Ledger.Prices;

public sealed class PriceBookTests
{
    private static readonly DateTimeOffset At = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("openai", "gpt-5.4", "openai/gpt-5.4")]
    [InlineData("openai", "gpt-5.4-2026-03-05", "openai/gpt-5.4")]
    [InlineData("openai", " GPT-5.4 ", "openai/gpt-5.4")]
    [InlineData("OpenAI", "gpt-5.4", "openai/gpt-5.4")]
    [InlineData("anthropic", "claude-sonnet-4-5-20250929", "anthropic/claude-sonnet-4-5")]
    [InlineData("openai", "gpt-4o-20240806", "openai/gpt-4o")] // the list has gpt-4o-2024-08-06
    [InlineData("google", "gemini-2.5-flash-lite-preview-09-2025", "google/gemini-2.5-flash-lite")]
    [InlineData("google", "gemini-2.5-flash-lite-preview-tts", "google/gemini-2.5-flash-lite-preview-tts")]
    [InlineData("sandbox", "sandbox", "sandbox/sandbox")]
    [InlineData("sandbox", "sandbox-slow", "sandbox/sandbox")]
    public void AName_FindsThePriceOfItsEntry(string provider, string model, string id)
    {
        Assert.Equal(id, PriceBook.Default.Find(provider, model, At)?.Id);
        Assert.True(PriceBook.Default.Knows(provider, model));
    }

    // What a model costs there, should it be there; whether it is, the list of another provider does not say.
    [Theory]
    [InlineData("azure", "gpt-5.4", "openai/gpt-5.4")]
    [InlineData("azure", "claude-sonnet-4-5", "anthropic/claude-sonnet-4-5")]
    public void ANameOfAnotherProvidersList_HasItsPrice_AndIsNotKnown(string provider, string model, string id)
    {
        Assert.Equal(id, PriceBook.Default.Find(provider, model, At)?.Id);
        Assert.False(PriceBook.Default.Knows(provider, model));
    }

    [Theory]
    [InlineData("openai", "gpt-99-imaginary")]
    [InlineData("openai", "")]
    [InlineData("nobody", "gpt-5.4")]
    [InlineData("", "gpt-5.4")]
    public void AnUnknownName_HasNoPrice_AndIsNotKnown(string provider, string model)
    {
        Assert.Null(PriceBook.Default.Find(provider, model, At));
        Assert.False(PriceBook.Default.Knows(provider, model));
    }

    [Fact]
    public void AModelThatIsNotPaidByTheToken_IsKnown_AndHasNoPrice()
    {
        Assert.True(PriceBook.Default.Knows("openai", "whisper-1"));
        Assert.Null(PriceBook.Default.Find("openai", "whisper-1", At));
    }

    [Fact]
    public void TheSandbox_CostsWhatRelaySays() =>
        Assert.Equal(
            (60 * 1000) + (40 * 100) + (10 * 2000),
            PriceBook.Default.Find("sandbox", "sandbox", At)!.CostOf(
                new Usage { Input = 100, CachedInput = 40, Output = 10 }));

    [Fact]
    public void WhatIsChargedBesides_IsNamed() =>
        Assert.Contains("web_searches", PriceBook.Default.Find("openai", "gpt-5.4", At)!.AlsoCharged);

    [Fact]
    public void ModelsOf_ListsAProvidersOwnIds_OnceEach()
    {
        var models = PriceBook.Default.ListedModelsOf("openai").ToList();
        Assert.Contains("gpt-5.4", models);
        Assert.Equal(models.Distinct(), models);
        Assert.Equal(["sandbox"], PriceBook.Default.ListedModelsOf("sandbox"));
        Assert.Empty(PriceBook.Default.ListedModelsOf("nobody"));
    }

    [Fact]
    public void AVeryLongName_IsAnswered()
    {
        var name = $"gemini-2.5-pro{new string('-', 1_000_000)}tt";
        Assert.Equal("google/gemini-2.5-pro", PriceBook.Default.Find("google", name, At)?.Id);
    }

    [Theory]
    [InlineData("equals", "abc", "ABC", true)]
    [InlineData("equals", "abc", "abcd", false)]
    [InlineData("starts_with", "abc", "ABCd", true)]
    [InlineData("starts_with", "abc", "xabc", false)]
    [InlineData("ends_with", "abc", "xAbc", true)]
    [InlineData("ends_with", "abc", "abcx", false)]
    [InlineData("contains", "abc", "xaBcx", true)]
    [InlineData("contains", "abc", "ab", false)]
    [InlineData("like", "A-##", "a-10", true)]
    [InlineData("like", "a-##", "A-1b", false)]
    [InlineData("like", "a-##", "a-1", false)]
    [InlineData("like", "a-##", "a-100", false)]
    [InlineData("like", "a-##", "a-1\u0664", false)] // a digit, but not ASCII
    public void EachClause_MatchesWithoutRegardToCase(string clause, string text, string name, bool matches)
    {
        Assert.Equal(matches, Book($$"""{"{{clause}}": "{{text}}"}""").Knows("p", name));
        Assert.Equal(!matches, Book($$$"""{"not": {"{{{clause}}}": "{{{text}}}"}}""").Knows("p", name));
    }

    [Fact]
    public void Clauses_Combine()
    {
        var book = Book("""{"or": [{"equals": "x"}, {"and": [{"starts_with": "a"}, {"ends_with": "z"}]}]}""");
        Assert.True(book.Knows("p", "x"));
        Assert.True(book.Knows("p", "a-z"));
        Assert.False(book.Knows("p", "a-y"));
        Assert.False(book.Knows("p", "b-z"));
    }

    [Theory]
    [InlineData("""{"starts_with": "gpt"}""", """{"equals": "gpt-5"}""")]
    [InlineData("""{"equals": "gpt-5"}""", """{"starts_with": "gpt"}""")]
    [InlineData("""{"equals": "gpt-5"}""", """{"equals": "GPT-5"}""")]
    public void OfTwoEntriesThatMatch_TheFirstIsMeant(string first, string second)
    {
        var book = Parse($$"""
            {"id": "1", "match": {{first}}, "prices": [{"input": 1, "output": 1}]},
            {"id": "2", "match": {{second}}, "prices": []}
            """);
        Assert.Equal("p/1", book.Find("p", "gpt-5", At)?.Id);
    }

    [Theory]
    [InlineData("""{"id": "m", "match": {"equals": "m"}, "prices": [{"input": 1, "output": 1, "video": 1}]}""")]
    [InlineData("""{"id": "m", "match": {"equals": "m"}, "prices": [{"input": "1"}]}""")]
    [InlineData("""{"id": "m", "match": {"equals": "m"}, "prices": [{"utc": ["01:00"]}]}""")]
    [InlineData("""{"id": "m", "match": {"resembles": "m"}, "prices": []}""")]
    [InlineData("""{"id": "m", "match": {}, "prices": []}""")]
    [InlineData("""{"id": "m", "match": {"equals": "m", "contains": "m"}, "prices": []}""")]
    [InlineData("""{"id": "m", "match": {"equals": 1}, "prices": []}""")]
    [InlineData("""{"id": "m", "match": {"equals": "m"}, "prices": {}}""")]
    [InlineData("""{"id": "m", "prices": []}""")]
    [InlineData("""{"match": {"equals": "m"}, "prices": []}""")]
    [InlineData("""{"id": "m", "match": {"equals": "m"}, "colour": 1}""")]
    [InlineData("""{"id": "m", "match": {"equals": "m"}, "prices": [""")]
    public void AListOfAnotherForm_IsRefused(string model) =>
        Assert.ThrowsAny<JsonException>(() => Parse(model).Knows("p", "m"));

    [Theory]
    [InlineData("""{"providers": [{"name": "P", "id": "p"}]}""")]
    [InlineData("""{"providers": [{"id": "p"}""")]
    [InlineData("""{"providers": {}}""")]
    [InlineData("[]")]
    public void AListWithoutItsProviders_IsRefused(string json) =>
        Assert.ThrowsAny<JsonException>(() => PriceBook.Parse(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("m-20260230")] // no such day
    [InlineData("m20260228")]
    [InlineData("20260228")]
    [InlineData("m-20260228-x")]
    public void OnlyARealDateAtTheEnd_IsReadWithDashes(string name)
    {
        var book = Book("""{"contains": "-02-"}""");
        Assert.True(book.Knows("p", "m-20260228"));
        Assert.False(book.Knows("p", name));
    }

    private static PriceBook Book(string match) => Parse($$"""{"id": "m", "match": {{match}}, "prices": []}""");

    private static PriceBook Parse(string models) => PriceBook.Parse(
        Encoding.UTF8.GetBytes($$"""{"providers": [{"id": "p", "models": [{{models}}]}]}"""));
}
