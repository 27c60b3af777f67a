"""The steps of the set-up, in order."""

from civic.setup.city_steps import CityStep, HolidaysStep, LanguagesStep, NeighborhoodsStep, ZipCodesStep
from civic.setup.office_steps import InterestsStep, LetterStep, OfficesStep, StaffStep

STEPS = [CityStep, OfficesStep, LanguagesStep, NeighborhoodsStep, ZipCodesStep, HolidaysStep, InterestsStep, StaffStep, LetterStep]
NEED_AN_OFFICE = {StaffStep.slug, LetterStep.slug}
