using System.Text;
using Relay.Ledger.Prices;

namespace Relay.Tests.Routing.Config;

/// <summary>One thing wrong at a time: the document, then each error as path and message.</summary>
public sealed class ConfigErrorTests
{
    private const string Name = "must be 1 to 200 printable ASCII characters without spaces";

    [Theory]
    [InlineData("""{"accounts":{}}""", "$.accounts must be an array")]
    [InlineData("""{"accounts":null}""", "$.accounts must be an array")]
    [InlineData("""{"models":"x"}""", "$.models must be an array")]
    [InlineData("""{"prices":1}""", "$.prices must be an array")]
    [InlineData("""{"unpriced":true}""", "$.unpriced must be a string")]
    [InlineData("""{"unpriced":"Allow"}""", "$.unpriced must be allow, free or refuse")]
    [InlineData("""{"limits":[]}""", "$.limits must be an object")]
    [InlineData("""{"timeouts":7}""", "$.timeouts must be an object")]
    [InlineData("""{"limits":{"body_bytes":"1"}}""", "$.limits.body_bytes must be a number")]
    [InlineData("""{"limits":{"body_bytes":1023}}""", "$.limits.body_bytes must be a number from 1024 to 1073741824")]
    [InlineData("""{"limits":{"body_bytes":1e400}}""", "$.limits.body_bytes must be a number from 1024 to 1073741824")]
    [InlineData("""{"limits":{"body_byte":1}}""", "$.limits.body_byte is not a known property; did you mean body_bytes?")]
    [InlineData("""{"timeouts":{"idle_seconds":86400.1}}""", "$.timeouts.idle_seconds must be a number from 0.1 to 86400")]
    [InlineData("""{"timeouts":{"first_byte_seconds":-0}}""", "$.timeouts.first_byte_seconds must be a number from 0.1 to 86400")]
    [InlineData("""{"unpriced":"free","unpriced":"free"}""", "$.unpriced is given twice")]
    [InlineData("""{"model":[]}""", "$.model is not a known property; did you mean models?")]
    [InlineData("""{"xyzzy":1}""", "$.xyzzy is not a known property")]
    public void AtTheTop(string json, string error) => Assert.Equal([error], Configs.ErrorsOf(json));

    [Theory]
    [InlineData("\"id\":\"\"", "$.accounts[0].id must be 1 to 64 of a-z, 0-9, - and _, and begin with a letter or digit")]
    [InlineData("\"id\":\"a\\n\"", "$.accounts[0].id must be 1 to 64 of a-z, 0-9, - and _, and begin with a letter or digit")]
    [InlineData("\"id\":\"a/b\"", "$.accounts[0].id must be 1 to 64 of a-z, 0-9, - and _, and begin with a letter or digit")]
    [InlineData("\"id\":null", "$.accounts[0].id must be a string")]
    [InlineData("\"id\":\"a\",\"id\":\"b\"", "$.accounts[0].id is given twice")]
    [InlineData("\"id\":\"a\",\"base_url\":\"example.com\"", "$.accounts[0].base_url must be an absolute http or https address")]
    [InlineData("\"id\":\"a\",\"base_url\":\"file:///etc/passwd\"", "$.accounts[0].base_url must be an absolute http or https address")]
    [InlineData("\"id\":\"a\",\"base_url\":\"https://u:p@example.com\"", "$.accounts[0].base_url must have no user, query or fragment")]
    [InlineData("\"id\":\"a\",\"base_url\":\"https://example.com?key=1\"", "$.accounts[0].base_url must have no user, query or fragment")]
    [InlineData("\"id\":\"a\",\"api_version\":\"2024-10-21\"", "$.accounts[0].api_version is for addresses with deployments, which OpenAI does not have")]
    [InlineData("\"id\":\"a\",\"secret\":\"A B\"", "$.accounts[0].secret must be the name of a secret: 1 to 127 of A-Z, a-z, 0-9, - and _")]
    [InlineData("\"id\":\"a\",\"secret\":\"KEY\\n\"", "$.accounts[0].secret must be the name of a secret: 1 to 127 of A-Z, a-z, 0-9, - and _")]
    [InlineData("\"id\":\"a\",\"models\":\"gpt-*\"", "$.accounts[0].models must be an array of strings")]
    [InlineData("\"id\":\"a\",\"models\":[\"ok\",1,\"\",\"a b\"]",
        "$.accounts[0].models[1] must be a string", "$.accounts[0].models[2] " + Name, "$.accounts[0].models[3] " + Name)]
    [InlineData("\"id\":\"a\",\"dialects\":[]", "$.accounts[0].dialects must name at least one")]
    [InlineData("\"id\":\"a\",\"dialects\":[\"gemini\"]", "$.accounts[0].dialects[0] is none of OpenAI's: openai-responses, openai-chat")]
    [InlineData("\"id\":\"a\",\"models\":[\"naïve\"]", "$.accounts[0].models[0] " + Name)]
    [InlineData("\"id\":\"a\",\"secrets\":\"X\"", "$.accounts[0].secrets is not a known property; did you mean secret?")]
    public void InAnAccount(string members, params string[] errors) =>
        Assert.Equal(errors, Configs.ErrorsOf($$"""{"accounts":[{"provider":"openai",{{members}}}]}"""));

    [Fact]
    public void TheSameIdTwice_IsAnError() => Assert.Equal(
        ["$.accounts[1].id is the same as one before it"],
        Configs.ErrorsOf("""{"accounts":[{"id":"a","provider":"openai"},{"id":"a","provider":"groq"}]}"""));

    [Theory]
    [InlineData("")]
    [InlineData("a&b=c")]
    [InlineData("2024-10-21\\n")]
    public void AVersionThatIsNone_IsAnError(string version) => Assert.Equal(
        ["$.accounts[0].api_version must be a version such as 2024-10-21: 1 to 64 of A-Z, a-z, 0-9, -, . and _"],
        Configs.ErrorsOf($$"""{"accounts":[{"id":"a","provider":"azure-openai","base_url":"https://r.example/openai","api_version":"{{version}}"}]}"""));

    [Fact]
    public void AProviderWithoutAnAddress_AsksForOne() => Assert.Equal(
        ["$.accounts[0].base_url is missing: Azure OpenAI has no address that is the same for all"],
        Configs.ErrorsOf("""{"accounts":[{"id":"a","provider":"azure-openai"}]}"""));

    [Theory]
    [InlineData("{}", "$.models[0].name is missing", "$.models[0].targets is missing")]
    [InlineData("""{"name":"a","targets":[]}""", "$.models[0].targets must name at least one")]
    [InlineData("""{"name":"a","targets":{}}""", "$.models[0].targets must be an array")]
    [InlineData("""{"name":"a b","targets":[{"account":"main"}]}""", "$.models[0].name " + Name)]
    [InlineData("""{"name":"a","targets":[{}]}""", "$.models[0].targets[0].account is missing")]
    [InlineData("""{"name":"a","targets":["main"]}""",
        "$.models[0].targets[0] must be an object")]
    [InlineData("""{"name":"a","targets":[{"account":"main","model":1}]}""", "$.models[0].targets[0].model must be a string")]
    [InlineData("""{"name":"a","targets":[{"account":"main","modle":"x"}]}""",
        "$.models[0].targets[0].modle is not a known property; did you mean model?")]
    [InlineData("""{"name":"a","targets":[{"account":"main"}]},{"name":"a","targets":[{"account":"main"}]}""",
        "$.models[1].name is the same as one before it")]
    public void InAModel(string models, params string[] errors) => Assert.Equal(errors,
        Configs.ErrorsOf($$"""{"accounts":[{"id":"main","provider":"openai"}],"models":[{{models}}]}"""));

    [Theory]
    [InlineData("{}", "$.prices[0].model is missing", "$.prices[0].input is missing", "$.prices[0].output is missing")]
    [InlineData("""{"model":"a","input":"1","output":1}""", "$.prices[0].input must be a number")]
    [InlineData("""{"model":"a","input":1,"output":100000000.1}""", "$.prices[0].output must be a number from 0 to 100000000")]
    [InlineData("""{"model":"a","input":1,"output":1,"cached_input":-1}""", "$.prices[0].cached_input must be a number from 0 to 100000000")]
    [InlineData("""{"model":"a","input":1,"output":1,"provider":"grok"}""", "$.prices[0].provider names no provider that is known; did you mean groq?")]
    [InlineData("""{"model":"a","input":1,"output":1,"usd":1}""", "$.prices[0].usd is not a known property")]
    public void InAPrice(string price, params string[] errors) =>
        Assert.Equal(errors, Configs.ErrorsOf($$"""{"prices":[{{price}}]}"""));

    [Fact]
    public void TheCeilingOfARate_IsThatOfThePriceList() => Assert.Equal(100_000_000m, Rates.MaxPerToken);

    [Theory]
    [InlineData("sk-proj-aaaaaaaaaaaaaaaaaaaa")]
    [InlineData("sk-ant-api03-aaaaaaaaaaaa")]
    [InlineData("gsk_aaaaaaaaaaaaaaaaaaaa")]
    [InlineData("AIzaSyaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("xai-aaaaaaaaaaaaaaa")]
    [InlineData("aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3aB3")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("sk-relay-abcdefghjkmn-5555555555555555555555555555555555555555555555555555555555555555")]
    public void ASecretInPlaceOfItsName_IsRefused_AndNotRepeated(string secret) => Assert.Equal(
        ["$.accounts[0].secret looks like a secret; it must be the name of one, such as OPENAI_API_KEY"],
        Configs.ErrorsOf($$"""{"accounts":[{"id":"a","provider":"openai","secret":"{{secret}}"}]}"""));

    [Theory]
    [InlineData("OPENAI_API_KEY")]
    [InlineData("my-team-openai-key-for-production-2026")]
    [InlineData("AZURE_OPENAI_API_KEY_SWEDEN_CENTRAL_2")]
    public void ANameOfASecret_IsTaken(string name) =>
        Assert.Empty(Configs.ErrorsOf($$"""{"accounts":[{"id":"a","provider":"openai","secret":"{{name}}"}]}"""));

    [Theory]
    [InlineData("""{"unpriced":"\ud800"}""", "$.unpriced is not text: it has half a character, or bytes that are not UTF-8")]
    [InlineData("""{"\ud800":1}""", "$ has a property whose name is not text")]
    [InlineData("""{"a.b":1}""", "$['a.b'] is not a known property")]
    [InlineData("""{"":1}""", "$[''] is not a known property")]
    public void HostileText_IsAnError(string json, string error) => Assert.Equal([error], Configs.ErrorsOf(json));

    [Fact]
    public void BytesThatAreNoUtf8_AreAnError() => Assert.Equal(
        ["$.unpriced is not text: it has half a character, or bytes that are not UTF-8"],
        Configs.ErrorsOf([.. "{\"unpriced\":\""u8, 0xC3, 0x28, .. "\"}"u8]));

    [Fact]
    public void AHugeName_IsNotRepeatedWhole() => Assert.Equal(
        [$"$['{new string('x', 64)}…'] is not a known property"],
        Configs.ErrorsOf($$"""{"{{new string('x', 1_000_000)}}":1}"""));

    [Fact]
    public void ASecretInPlaceOfAProperty_IsNotRepeated() => Assert.Equal(
        ["$.accounts[0]['…'] is not a known property", "$['…'] is not a known property"],
        Configs.ErrorsOf("""
            {"accounts":[{"id":"a","provider":"openai","sk-proj-aaaaaaaaaaaa":"main"}],"gsk_aaaaaaaaaaaa":1}
            """));

    [Fact]
    public void TenThousandErrors_AreListedInTheirOrder()
    {
        var json = new StringBuilder("{\"models\":[").AppendJoin(',', Enumerable.Repeat("0", 10_000)).Append("]}");
        var errors = Configs.ErrorsOf(json.ToString());
        Assert.Equal("$.models[0] must be an object", errors[0]);
        Assert.Equal(10_000, errors.Length);
    }
}
