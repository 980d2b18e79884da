using System.Diagnostics.CodeAnalysis;
using System.Reflection;

[assembly: SuppressMessage(
    "Performance", "CA1822", Scope = "type", Target = "~T:Relay.Functions.Tests.TriggerRulesTests",
    Justification = "A function is an instance method, whether or not it uses the instance.")]

namespace Relay.Functions.Tests;

public sealed partial class TriggerRulesTests
{
    [Fact]
    public void TheFunctionsOfRelay_KeepTheRules() =>
        Assert.Empty(TriggerRules.FaultsOf(Assembly.Load("Relay.Functions").GetTypes()));

    [Fact]
    public void GoodFunctions_HaveNoFaults() =>
        Assert.Empty(TriggerRules.FaultsOf([typeof(Good), typeof(LastCatchAll), typeof(GoodTimer)]));

    [Theory]
    [InlineData(typeof(NoRoute), "Bad: it has no route of its own")]
    [InlineData(typeof(EmptyRoute), "Bad: it has no route of its own")]
    [InlineData(typeof(LeadingSlash), "Bad: its route begins with '/'")]
    [InlineData(typeof(Admin), "Bad: its route begins with letters that the host keeps for itself")]
    [InlineData(typeof(Runtime), "Bad: its route begins with letters that the host keeps for itself")]
    [InlineData(typeof(NoMethods), "Bad: it lists no methods")]
    [InlineData(typeof(FunctionKey), "Bad: it asks for a key of the Functions host")]
    [InlineData(typeof(AsyncVoid), "Bad: it does not return Task")]
    [InlineData(typeof(ReturnsText), "Bad: it does not return Task")]
    [InlineData(typeof(NoToken), "Bad: it takes no CancellationToken")]
    [InlineData(typeof(NoTrigger), "Bad: it has no trigger")]
    [InlineData(typeof(Hidden), "Bad: it is not a public instance method of a public class")]
    [InlineData(typeof(DeafTimer), "Bad: it takes no CancellationToken")]
    public void AFunctionThatBreaksOneRule_HasThatFault_AndNoOther(Type type, string fault) =>
        Assert.Equal([fault], TriggerRules.FaultsOf([type]));

    [Fact]
    public void TwoFunctionsOfOneName_AreAFault_WhateverTheirCase() =>
        Assert.Equal(["good: the name is not unique"], TriggerRules.FaultsOf([typeof(GoodTimer), typeof(SameName)]));

    [Fact]
    public void ACatchAllWhoseNameSortsFirst_IsAFault_OnlyOfTheMethodsThatItTakes() =>
        Assert.Equal(
            ["models: get is shadowed by Aaa, whose name sorts before it"],
            TriggerRules.FaultsOf([typeof(Good), typeof(FirstCatchAll)]));

    [Fact]
    public void AParameterBeforeALiteral_IsAFault() =>
        Assert.Equal(
            ["Zzz: get is shadowed by models, whose name sorts before it"],
            TriggerRules.FaultsOf([typeof(Good), typeof(LiteralInPlaceOfParameter)]));
}
