"""Invented bookings as PNRGOV XML, for the tests. All persons are invented; the card is a test number of no bank."""

NAMESPACE = "http://www.iata.org/IATA/2007/00"

LEG = """<FlightLeg CarrierCode="PK" FlightNumber="0785" DepartureDateTime="2026-05-01T03:20:00" ArrivalDateTime="2026-05-01T07:45:00">
  <DepartureAirport LocationCode="ISB"/><ArrivalAirport LocationCode="LHR"/>
</FlightLeg>"""

FIRST = """<PNR NumberOfPassengers="3" PNR_TransDate="2026-04-21T09:20:00" PNR_CreationDate="2026-04-20T08:15:00" LastTktDate="2026-04-21T09:30:00">
  <BookingRefID ID="ABC123"><CompanyName Code="PK"/></BookingRefID>
  <BookingRefID ID="XYZ987"><CompanyName Code="1A"/></BookingRefID>
  <SSR SSRCode="CTCM" ServiceQuantity="1" Status="HK" RPH="1"><Airline Code="PK"/><Text>923001234567</Text></SSR>
  <OSI><Airline Code="YY"/><Text>CTCE KHAN//INVENTED.EXAMPLE</Text></OSI>
  <POS><Source AgentSine="A78987" PseudoCityCode="ISBPK0100" ISOCountry="PK" ISOCurrency="PKR" AirlineVendorID="1A" AirportCode="ISB">
    <RequestorID ID="27312345" Type="T"><CompanyName>INVENTED TRAVELS</CompanyName></RequestorID></Source></POS>
  <ContactInfo PhoneNumber="0092511234567" PhoneType="H" EmailAddress="khan@invented.example">
    <AddressLine>1 INVENTED ROAD</AddressLine><CityName>ISLAMABAD</CityName><PostalCode>44000</PostalCode><CountryName Code="PK">PAKISTAN</CountryName>
  </ContactInfo>
  <PrepaidBag UnitOfMeasureQuantity="1" UnitOfMeasureCode="C" Amount="40.00" CurrencyCode="GBP" BagDestination="LHR"/>
  <Passenger RPH="1" SurnameRefNumber="1" AccompaniedByInfantInd="true">
    <GivenName>GUL MAKAI</GivenName><Surname>KHAN</Surname><NameTitle>MRS</NameTitle>
        <CustLoyalty ProgramID="PK" MembershipID="0093789865" LoyalLevel="GOLD"/>
    <OSI><TravelerRefNumber RPH="1"/><Airline Code="PK"/><Text>FIRST TIME FLYER</Text></OSI>
    <ExcessBaggage UnitOfMeasureQuantity="12" UnitOfMeasureCode="700"/>
    <FareInfo PTC_Code="ADT" FareBasis="KOWPK"/>
    <TicketDocument TicketDocumentNbr="2141234567890" Type="T" DateOfIssue="2026-04-21" PrimaryDocInd="true">
      <TotalFare Amount="412.50" CurrencyCode="GBP"/>
      <PricingInfo Date="2026-04-21" Time="09:30:00" LocationCode="ISB" NonRefundableInd="true"/>
      <Taxes><Tax Amount="12.50" CurrencyCode="GBP" TaxType="XT"/></Taxes>
      <PaymentInfo PaymentType="CC" VendorCode="VI" AccountNbr="4111111111111111" ExpiryDate="0228" PaymentAmount="412.50">
        <Sponsor>SHER KHAN</Sponsor></PaymentInfo>
    </TicketDocument>
    <DOC_SSR SSRCode="DOCS" ServiceQuantity="1" Status="HK" RPH="1"><FlightInfo Code="PK"/>
      <DOCS TravelDocType="P" TravelDocNbr="AB1234567" IssuingLoc="PAK" PaxNationality="PAK" DateOfBirth="02JAN80" Gender="F" ExpiryDate="01JAN30" Surname="KHAN" FirstGivenName="GUL" SecondGivenName="MAKAI"/></DOC_SSR>
    <DOC_SSR SSRCode="DOCO" ServiceQuantity="1" Status="HK" RPH="1"><FlightInfo Code="PK"/>
      <DOCO BirthLocation="QUETTA PAK" TravelDocType="V" TravelDocNbr="V9876543" PlaceOfIssue="ISLAMABAD" DateOfIssue="05MAR26" CountryState="GBR"/></DOC_SSR>
    <DOC_SSR SSRCode="DOCA" ServiceQuantity="1" Status="HK" RPH="1"><FlightInfo Code="PK"/>
      <DOCA AddressType="R" Address="1 INVENTED ROAD" CityName="ISLAMABAD" PostalCode="44000" Country="PAK"/></DOC_SSR>
  </Passenger>
  <Passenger RPH="2" SurnameRefNumber="1"><GivenName>ZARMINA MISS</GivenName><Surname>KHAN</Surname>
    <FareInfo PTC_Code="IN"/></Passenger>
  <Passenger RPH="3" SurnameRefNumber="2"><GivenName>PETER</GivenName><SurnamePrefix>VAN DER</SurnamePrefix><Surname>ERFUNDEN</Surname></Passenger>
  <Flight DepartureDateTime="2026-05-01T03:20:00" ArrivalDateTime="2026-05-01T07:45:00" ResBookDesigCode="K" NumberInParty="2" Status="HK" FlightNumber="8123">
    <DepartureAirport LocationCode="ISB"/><ArrivalAirport LocationCode="LHR"/>
    <OperatingAirline Code="PK" FlightNumber="785"/><Equipment AirEquipType="77W"/><MarketingAirline Code="TK"/>
    <SSR SSRCode="SEAT" ServiceQuantity="1" Status="HK" BoardPoint="ISB" OffPoint="LHR" RPH="3"><Airline Code="PK"/><Text>22A</Text></SSR>
    <SSR SSRCode="WIFI" ServiceQuantity="1" Status="HK" BoardPoint="ISB" OffPoint="LHR" RPH="3"><Airline Code="PK"/><Text>PAID</Text></SSR>
    <CheckInInfo Time="2026-05-01T01:05:00" AgentID="0017">
      <BoardingNumber Number="032" RPH="1"><Passenger><GivenName>GUL MAKAI</GivenName><Surname>KHAN</Surname></Passenger>
        <SeatNumber CabinClass="Y">14C</SeatNumber>
        <CheckedBag IssuerCode="214" SerialNumber="123456" SequenceCount="2" BaggagePool="HP" UnitOfMeasureQuantity="31" UnitOfMeasureCode="700" BagDestination="LHR"/>
      </BoardingNumber></CheckInInfo>
  </Flight>
  <Flight DepartureDateTime="2026-05-09T18:00:00" ResBookDesigCode="K" NumberInParty="2" Status="HK" FlightNumber="786">
    <DepartureAirport LocationCode="LHR"/><ArrivalAirport LocationCode="ISB"/><MarketingAirline Code="PK"/>
  </Flight>
  <SplitPNR NbrOfPassengers="2" VendorCode="PK" PNR_ID="DEF456"/>
  <OtherTravelSegment ServiceID="HTL" StartDate="2026-05-01" EndDate="2026-05-09" Status="HK" Quantity="1">
    <StartLocation LocationCode="LON"/><Supplier Code="HH" CompanyShortName="INVENTED INN"/><FreeText>ONE ROOM</FreeText>
    <HotelInfo HotelName="INVENTED INN" CustomerName="KHAN"/></OtherTravelSegment>
  <StructuredPNR_History><Credit ID="A78987" TimeStamp="2026-04-21T09:20:00"><CompanyName Code="1A"/></Credit>
    <Item Action="X"><Passenger><GivenName>SHER</GivenName><Surname>KHAN</Surname></Passenger></Item>
    <Item Action="A"><SSR SSRCode="WIFI" Status="HK"><Airline Code="PK"/><Text>PAID</Text></SSR></Item></StructuredPNR_History>
  <UnstructuredPNR_History>0/O/NM/KHAN/GUL MAKAI MRS</UnstructuredPNR_History>
</PNR>"""

SECOND = """<PNR NumberOfPassengers="1"><BookingRefID ID="QWE456"><CompanyName Code="PK"/></BookingRefID>
  <POS><Source AirlineVendorID="PK"/></POS>
  <Passenger RPH="1"><GivenName>ALI</GivenName><Surname>INVENTED</Surname></Passenger>
  <Flight DepartureDateTime="2026-05-01T03:20:00" FlightNumber="785" Status="HK" NumberInParty="1">
    <DepartureAirport LocationCode="ISB"/><ArrivalAirport LocationCode="LHR"/><MarketingAirline Code="PK"/></Flight>
</PNR>"""


def document(*bookings: str, leg: str = LEG, count: int | None = None, root: str = "IATA_PNRGOV_NotifRQ") -> bytes:
    """A message with these bookings; the count is right unless one is given."""
    number = len(bookings) if count is None else count
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        f'<{root} xmlns="{NAMESPACE}" Version="2.005" EchoToken="M0001" TransactionIdentifier="T0001"'
        ' TimeStamp="2026-05-01T00:20:05Z" Function="22">\n'
        '<Originator AirlineCode="PK" SystemCode="1A" AirlineContactInfo="INVENTED DESK"/>\n'
        f'{leg}\n<PNRs NumberOfPnrs="{number}">\n' + "\n".join(bookings) + f"\n</PNRs>\n</{root}>\n"
    ).encode()


_EDIFACT_SEGMENTS = """UNB+IATA:1+PK+CENTRE+260501:0020+1
UNH+1+PNRGOV:13:1:IA+T0001
MSG+:22
ORG+PK
TVL+010526:0320:010526:0745+ISB+LHR+PK+785
EQN+2
SRC
RCI+PK:ABC123::200426:0815+1A:XYZ987
SSR+CTCM:HK:1:PK:::::923001234567+::1
DAT+700:210426:0920+710:210426:0930
IFT+4:28::YY+CTCE KHAN//INVENTED.EXAMPLE
ORG+1A+27312345:ISBPK0100+ISB++T+PK:PKR+A78987
ADD++700:1 INVENTED ROAD:ISLAMABAD:::PK:44000:0092511234567
EBD+GBP:40.00+1::C+LHR
EQN+2
RCI+PK:DEF456
TIF+KHAN+GUL MAKAI MRS:A:1:1
FTI+PK:0093789865:::GOLD
IFT+4:28::PK+FIRST TIME FLYER
EBD+12::700
FAR+ADT+++++KOWPK
TKT+2141234567890:T
MON+T:412.50:GBP
DAT+710:210426
TXD++12.50::GBP:XT
FOP+CC::412.50:VI:4111111111111111:0228
IFT+4:43+SHER KHAN
SSR+DOCS:HK:1:PK:::::/P/PAK/AB1234567/PAK/02JAN80/F/01JAN30/KHAN/GUL/MAKAI
SSR+DOCO:HK:1:PK:::::/QUETTA PAK/V/V9876543/ISLAMABAD/05MAR26/GBR
SSR+DOCA:HK:1:PK:::::/R/PAK/1 INVENTED ROAD/ISLAMABAD//44000
TIF+KHAN+ZARMINA MISS:IN:2
FAR+IN
TIF+VAN DER ERFUNDEN+PETER::3
TVL+010526:0320:010526:0745+ISB+LHR+TK+8123:K
TRA+PK+785
RPI+2+HK
APD+77W
SSR+SEAT:HK:1:PK:::ISB:LHR+22A::3
SSR+WIFI:HK:1:PK:::ISB:LHR:PAID+::3
DAT+2:010526:0105
TRI++032:::1
TIF+KHAN+GUL MAKAI MRS::1
SSD+14C++++Y
TBD++2:31:700++HP+214:123456:2:LHR
TVL+090526:1800+LHR+ISB+PK+786:K
RPI+2+HK
ABI+4+A78987+1A
DAT+T:210426:0920
SAC+++X
TIF+KHAN+SHER
SAC+++A
SSR+WIFI:HK::PK+PAID
LTS+0/O/NM/KHAN/GUL MAKAI MRS
SRC
RCI+PK:QWE456
ORG+PK
TIF+INVENTED+ALI::1
TVL+010526:0320+ISB+LHR+PK+785
RPI+1+HK
UNT+59+1
UNZ+1+1
"""

EDIFACT = "".join(line + "'" for line in _EDIFACT_SEGMENTS.splitlines()).encode()
"""FIRST and SECOND, without what only one of the two forms can say, as EDIFACT."""
